package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.OutboundLimits;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Submitter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slow hosts hold connections, and nobody else waits for them. Nothing here looks at a clock. */
class TarpitsTest {
  private static final String GOOD = "bob@good.example";
  private final CountDownLatch patience = new CountDownLatch(1);
  private final java.util.concurrent.atomic.AtomicInteger stuck =
      new java.util.concurrent.atomic.AtomicInteger();
  private PostRoom room = new PostRoom();

  @AfterEach
  void close() {
    patience.countDown();
    room.close();
  }

  private void begin(TestConfig config, int connections) {
    room.close();
    room =
        new PostRoom(config.limits(TestConfig.outgoing(connections, ServerLimits.DEFAULT.queue())));
    for (int i = 0; i < 6; i++) {
      room.couriers.say(
          "x@slow" + i + ".example",
          any -> {
            stuck.incrementAndGet();
            awaitQuietly();
            return ScriptedCouriers.answer(Outcome.DEFERRED, 451, "4.7.1", "At last");
          });
    }
    room.started();
  }

  private void awaitQuietly() {
    awaitQuietly(patience);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendToSlowHosts() {
    for (int i = 0; i < 6; i++) {
      room.send("x@slow" + i + ".example");
    }
  }

  @Test
  void anotherUsersMailIsServedWhileSixHostsAreSlow() {
    begin(PostRoom.config().user(PostRoom.CAROL, "secret"), 4);
    sendToSlowHosts();
    await().until(() -> stuck.get() == 2); // half of four is one user's
    room.sendFrom(PostRoom.CAROL, Recipient.of(GOOD));
    room.await(GOOD, State.DELIVERED, 1);
    assertThat(stuck).hasValue(2);
    patience.countDown();
    await().until(() -> stuck.get() == 6);
  }

  @Test
  void anotherUsersMailBehindItInTheSameLaneIsServedToo() {
    begin(PostRoom.config().user(PostRoom.CAROL, "secret"), 4);
    sendToSlowHosts();
    await().until(() -> stuck.get() == 2);
    room.send("first@good.example");
    room.sendFrom(PostRoom.CAROL, Recipient.of(GOOD));
    room.await(GOOD, State.DELIVERED, 1);
    room.await("first@good.example", State.DELIVERED, 1); // now that its destination answers
    assertThat(room.couriers.sent())
        .flatExtracting(ScriptedCouriers.Sent::recipients)
        .filteredOn(to -> to.endsWith("@good.example"))
        .containsExactly(GOOD, "first@good.example");
  }

  @Test
  void aDestinationThatAnswersIsServedThoughTheSameUserHasSixSlowOnes() {
    begin(PostRoom.config(), 4);
    room.send("first@good.example");
    room.await("first@good.example", State.DELIVERED, 1);
    sendToSlowHosts();
    await().until(() -> stuck.get() == 3); // the fourth is kept for those who answer
    room.send(GOOD);
    room.await(GOOD, State.DELIVERED, 1);
    assertThat(stuck).hasValue(3);
  }

  @Test
  void whoWasSlowOnceIsNotWhatConnectionsAreKeptFor() {
    begin(PostRoom.config(), 4);
    room.couriers.say(GOOD, any -> ScriptedCouriers.nobodyThere());
    room.send(GOOD);
    room.await(GOOD, State.QUEUED, 1);
    sendToSlowHosts();
    await().until(() -> stuck.get() == 3);
    room.couriers.say(GOOD, 250, "2.0.0", "Ok");
    room.advance(java.time.Duration.ofMinutes(15));
    room.send("eve@elsewhere.example");
    assertThat(room.delivery(GOOD).attempts()).isEqualTo(1);
    patience.countDown();
    room.await(GOOD, State.DELIVERED, 2);
  }

  @Test
  void allThatWaitsForItsShareLeavesWithoutAnybodyWakingTheQueue() {
    var config = PostRoom.config().user(PostRoom.CAROL, "secret");
    room.close();
    room = new PostRoom(config.limits(TestConfig.outgoing(40, ServerLimits.DEFAULT.queue())));
    room.couriers.sayToAll(
        any -> {
          stuck.incrementAndGet();
          awaitQuietly();
          return ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok");
        });
    room.send(IntStream.range(0, 500).mapToObj(i -> "x@d" + i + ".example").toArray(String[]::new));
    room.started();
    // half of forty is one user's; all others have been looked into
    await().until(() -> stuck.get() == 20 && room.outbox.lanes().size() == 20);
    patience.countDown();
    room.awaitAll(State.DELIVERED);
  }

  @Test
  void nobodyWaitsForItsShareBehindLanesThatWaitForSomebodyElses() {
    room.close();
    var config = PostRoom.config().user(PostRoom.CAROL, "secret");
    room = new PostRoom(config.limits(quarters()));
    var carols = new CountDownLatch(1);
    var begun = new java.util.concurrent.atomic.AtomicInteger();
    room.couriers.sayToAll(
        any -> {
          boolean isCarols = any.address().endsWith("good.example");
          (isCarols ? begun : stuck).incrementAndGet();
          awaitQuietly(isCarols ? carols : patience);
          return ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok");
        });
    room.started();
    room.send(
        IntStream.range(0, 100).mapToObj(i -> "x@slow" + i + ".example").toArray(String[]::new));
    await().until(() -> stuck.get() == 2 && room.outbox.lanes().size() == 2);
    room.sendFrom(
        PostRoom.CAROL,
        IntStream.range(0, 20)
            .mapToObj(i -> Recipient.of("y@" + i + ".good.example"))
            .toArray(Recipient[]::new));
    await().until(() -> begun.get() == 2 && room.outbox.lanes().size() == 4);
    carols.countDown();
    for (int i = 0; i < 20; i++) {
      room.await("y@" + i + ".good.example", State.DELIVERED, 1);
    }
    assertThat(stuck).hasValue(2);
  }

  /** Whoever is not of {@code good.example} does not answer before patience is at an end. */
  private void beginAmongTarpits(TestConfig config) {
    room.close();
    room = new PostRoom(config.limits(TestConfig.outgoing(4, ServerLimits.DEFAULT.queue())));
    room.couriers.sayToAll(
        any -> {
          if (!any.address().endsWith("@good.example")) {
            stuck.incrementAndGet();
            awaitQuietly();
          }
          return ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok");
        });
    room.started();
  }

  private static String[] addresses(int count, String format) {
    return IntStream.range(0, count).mapToObj(format::formatted).toArray(String[]::new);
  }

  @Test
  void aThousandOfAUserWhoHasHisShareHideNobodyBehindThem() {
    beginAmongTarpits(PostRoom.config().user(PostRoom.CAROL, "secret"));
    room.send("x@slow0.example", "x@slow1.example");
    await().until(() -> stuck.get() == 2); // half of four is one user's
    room.send(addresses(1_000, "x%d@good.example"));
    int before = room.store.queue().leases();
    room.sendFrom(PostRoom.CAROL, Recipient.of(GOOD));
    room.await(GOOD, State.DELIVERED, 1);
    assertThat(room.store.queue().leases() - before).as("looks").isLessThan(50);
    assertThat(stuck).hasValue(2);
  }

  @Test
  void thousandsOfLanesThatDoNotAnswerHideNoneThatDoes() {
    beginAmongTarpits(PostRoom.config());
    room.send("first@good.example");
    room.await("first@good.example", State.DELIVERED, 1);
    room.send(addresses(1_500, "x@slow%d.example"));
    await().until(() -> stuck.get() == 3); // the fourth is kept for those who answer
    room.send(GOOD);
    room.await(GOOD, State.DELIVERED, 1);
    assertThat(stuck).hasValue(3);
  }

  @Test
  void thousandsOfReportsToForgedSendersHideNobodysMail() {
    beginAmongTarpits(PostRoom.config());
    room.sendFrom(
        "",
        Stream.of(addresses(1_500, "forged@slow%d.example"))
            .map(Recipient::of)
            .toArray(Recipient[]::new));
    await().until(() -> stuck.get() == 1); // a quarter of four
    room.send(GOOD);
    room.await(GOOD, State.DELIVERED, 1);
    assertThat(stuck).hasValue(1);
  }

  @Test
  void aUsersMailWithTheNullReversePathIsHisAndTheServersReportsDoNotWaitForIt() {
    beginAmongTarpits(PostRoom.config().user(PostRoom.CAROL, "secret"));
    room.sendFrom(
        "",
        Optional.of(Submitter.of(PostRoom.ALICE, PostRoom.ALICE)),
        Stream.of(addresses(100, "x@slow%d.example")).map(Recipient::of).toArray(Recipient[]::new));
    await().until(() -> stuck.get() == 2); // half of four is one user's, reports or not
    room.sendFrom("", Recipient.of(GOOD));
    room.await(GOOD, State.DELIVERED, 1);
    assertThat(stuck).hasValue(2);
  }

  /** Eight connections, a quarter of them one user's. */
  private static ServerLimits quarters() {
    var eight = TestConfig.outgoing(8, ServerLimits.DEFAULT.queue());
    return new ServerLimits(
        eight.messageSize(),
        eight.recipients(),
        eight.connections(),
        eight.connectionsPerAddress(),
        eight.commandTimeout(),
        eight.dataTimeout(),
        eight.sessionTimeout(),
        eight.errors(),
        eight.authFailuresPerAddress(),
        eight.authFailuresPerAccount(),
        eight.authFailureWindow(),
        eight.outboundConnections(),
        eight.queue(),
        eight.deliveryHistory(),
        eight.http(),
        new OutboundLimits(25, 75, 25),
        eight.storage());
  }
}
