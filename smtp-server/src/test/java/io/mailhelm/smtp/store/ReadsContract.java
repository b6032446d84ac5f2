package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Mailbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one requester's reads take from others, and of memory. */
@Timeout(60) // else a read that is never begun lasts for ever
public abstract class ReadsContract extends QueueFixture {
  private static final int MANY = 60;

  private static final class Alice implements Requester {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger rows = new AtomicInteger();
    final CountDownLatch going = new CountDownLatch(1);
    final CountDownLatch begun = new CountDownLatch(1);
    volatile boolean left;

    @Override
    public String name() {
      asked.incrementAndGet();
      return "alice";
    }

    @Override
    public boolean hasLeft() {
      return left;
    }

    /** Its first row takes as long as the test lasts. */
    @Override
    public void hold(int objects, long characters) {
      rows.incrementAndGet();
      begun.countDown();
      try {
        going.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Notes what is drawn, and refuses beyond so many rows. */
  private record Noting(List<Long> drawn, int most) implements Requester {
    @Override
    public String name() {
      return "bob";
    }

    @Override
    public boolean hasLeft() {
      return false;
    }

    @Override
    public void hold(int objects, long characters) {
      if (drawn.size() == most) {
        throw new UnsupportedOperationException("no memory");
      }
      drawn.add(characters);
    }
  }

  private static Noting bob() {
    return new Noting(new ArrayList<>(), Integer.MAX_VALUE);
  }

  private List<Future<EntryPage>> ask(ExecutorService threads, Requester alice) {
    var asked = new ArrayList<Future<EntryPage>>();
    for (int i = 0; i < MANY; i++) {
      asked.add(threads.submit(() -> store.reads(alice).list(Queries.all())));
    }
    return asked;
  }

  @Test
  void oneWhoReadsMuchKeepsNobodyWaiting() throws Exception {
    message().mailbox("alice").delivery("x@b.example", "b.example", "lane").commit();
    var alice = new Alice();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = ask(threads, alice);
      alice.begun.await();
      await().until(() -> alice.asked.get() == MANY);
      try {
        assertThat(store.reads(bob()).list(Queries.all()).total()).isEqualTo(1);
        assertThat(store.reads(bob()).list(all()).total()).isEqualTo(1);
        var address = Mailbox.of("x@b.example");
        assertThat(store.suppressions().find("a.example", address)).isEmpty();
        assertThat(queue().status().oldest()).isPresent();
        assertThat(store.reports().next()).isEmpty();
        var leased = lease("lane");
        assertThat(octets(leased)).isNotEmpty();
        settle(leased, Delivery.State.DELIVERED, NOW);
        assertThat(alice.rows).as("of alice's, one has begun").hasValue(1);
      } finally {
        alice.going.countDown();
      }
      for (var each : asked) {
        assertThat(each.get().total()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatIsReadForNobodyIsNotBegun() throws Exception {
    message().mailbox("alice").commit();
    var alice = new Alice();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = ask(threads, alice);
      alice.begun.await();
      await().until(() -> alice.asked.get() == MANY);
      alice.left = true;
      alice.going.countDown();
      for (var each : asked) {
        await().until(each::isDone);
      }
      assertThat(asked.stream().filter(each -> each.state() == Future.State.FAILED))
          .allSatisfy(
              each -> assertThat(each.exceptionNow()).isInstanceOf(RequesterLeftException.class))
          .hasSizeGreaterThanOrEqualTo(MANY - 1);
      assertThat(alice.rows).hasValue(1);
    }
  }

  @Test
  void theMemoryOfARowIsDrawnBeforeItIsMade() {
    var subject = "Überall \uD83D\uDE80";
    for (int i = 0; i < 3; i++) {
      message()
          .subject(subject)
          .from("alice@a.example")
          .to("bob@b.example")
          .mailbox("alice")
          .delivery("x@b.example", "b.example", "lane")
          .commit();
    }
    var texts = subject.length() + "alice@a.example".length() + "bob@b.example".length();

    var bob = bob();
    assertThat(store.reads(bob).list(Queries.all()).entries()).hasSize(3);
    assertThat(bob.drawn())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each).isBetween((long) texts, 2L * texts + 40));

    var poor = new Noting(new ArrayList<>(), 2);
    assertThatThrownBy(() -> store.reads(poor).list(Queries.all()))
        .as("what it throws is thrown on, and ends the read")
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(poor.drawn()).hasSize(2);
    assertThatThrownBy(() -> store.reads(poor).list(all()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void everyReadDrawsWhatItMakes() {
    message().mailbox("alice").delivery("x@b.example", "b.example", "lane").commit();
    var leased = lease("lane");
    settle(leased, Delivery.State.DELIVERED, NOW);
    var address = Mailbox.of("x@b.example");
    store
        .suppressions()
        .add(new Suppression("a.example", address, Suppression.Reason.MANUAL, "why", NOW));
    var id = leased.any().id();
    var entry = entries().getFirst().id();

    List.<Consumer<StoreReads>>of(
            reads -> reads.list(Queries.all()),
            reads -> reads.find(entry),
            reads -> reads.list(all()),
            reads -> reads.find(id),
            reads -> reads.ofMessage(leased.messageId()),
            reads -> reads.attempts(id),
            reads -> reads.suppressions(Optional.empty(), Optional.empty(), 10),
            reads -> reads.counts(Optional.empty(), Instant.EPOCH))
        .forEach(
            read -> {
              var bob = bob();
              read.accept(store.reads(bob));
              assertThat(bob.drawn()).hasSize(1);
            });
  }

  @Test
  void aPageEndsWhereItsTextsAreLong() {
    int half = (int) (StoreReads.MOST_CHARACTERS / 2) - 1_000;
    for (int i = 0; i < 5; i++) {
      message()
          .subject("x".repeat(half))
          .mailbox("alice")
          .delivery("x@b.example", "b.example", "lane")
          .commit();
      store
          .suppressions()
          .add(
              new Suppression(
                  "a.example",
                  Mailbox.of("x%d@b.example".formatted(i)),
                  Suppression.Reason.MANUAL,
                  "x".repeat(half),
                  NOW));
    }
    var reads = store.reads(bob());

    var entries = reads.list(Queries.page(100, Optional.empty()));
    assertThat(entries.entries()).hasSize(2);
    assertThat(entries.total()).isEqualTo(5);
    var rest = reads.list(Queries.page(100, entries.next()));
    assertThat(rest.entries()).hasSize(2).doesNotContainAnyElementsOf(entries.entries());
    assertThat(reads.list(Queries.page(100, rest.next())).entries()).hasSize(1);
    assertThat(reads.list(all()).deliveries()).hasSize(2);
    assertThat(reads.list(all()).next()).isPresent();
    var suppressed = reads.suppressions(Optional.empty(), Optional.empty(), 100);
    assertThat(suppressed.suppressions()).hasSize(2);
    assertThat(suppressed.more()).isTrue();
  }

  @Test
  void aRowThatIsLongerThanAPageIsAPage() {
    for (int i = 0; i < 2; i++) {
      message().subject("x".repeat((int) StoreReads.MOST_CHARACTERS + 1)).mailbox("alice").commit();
    }
    var first = store.reads(bob()).list(Queries.page(100, Optional.empty()));
    assertThat(first.entries()).hasSize(1);
    assertThat(store.reads(bob()).list(Queries.page(100, first.next())).next()).isEmpty();
  }

  @Test
  void idsAreThoseOfThePage() {
    for (int i = 0; i < 3; i++) {
      message().delivery("x@b.example", "b.example", "lane").commit();
    }
    assertThat(store.reads(bob()).ids(all()))
        .isEqualTo(queue().list(all()).deliveries().stream().map(Delivery::id).toList())
        .hasSize(3);
  }
}
