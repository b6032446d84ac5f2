package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Lane;
import io.mailhelm.smtp.deliver.LiveMailboxes;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.deliver.SenderMailbox;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WatchedStore;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * An outbox over the real store, with couriers and a clock of a test's making. alice is of {@code
 * example.com}; her mail goes under the policy {@code team} of {@link #policy}.
 */
final class PostRoom implements AutoCloseable {
  static final String ALICE = "alice@example.com";

  /** Another user, where a test declares her. */
  static final String CAROL = "carol@example.com";

  final HandClock clock = new HandClock();
  final WatchedStore store = new WatchedStore();
  final ScriptedCouriers couriers = new ScriptedCouriers(clock);
  final List<Event> events = new CopyOnWriteArrayList<>();

  /** Why the process would have ended. */
  final List<Throwable> halted = new CopyOnWriteArrayList<>();

  /** From now on who listens fails at it. */
  volatile boolean deaf;

  final LiveConfig live;
  final ReturnPaths returns;
  private final FaultRules.Patience patience;
  Outbox outbox;

  PostRoom() {
    this(config());
  }

  PostRoom(TestConfig config) {
    this(config, FaultRules.Patience.STANDARD);
  }

  PostRoom(TestConfig config, FaultRules.Patience patience) {
    live = new LiveConfig(config.build(), List.of(), clock, events::add);
    store.mailboxes(new LiveMailboxes(live));
    returns = new ReturnPaths(store);
    this.patience = patience;
    outbox = outbox();
  }

  static TestConfig config() {
    return new TestConfig()
        .domain("example.com", Outbound.Deliver)
        .user("alice@example.com", "secret")
        .policy(policy(DeliveryRules.DEFAULT));
  }

  static SendPolicy policy(DeliveryRules rules, Route... routes) {
    return new SendPolicy(
        "team",
        "example-com",
        List.of(),
        SendPolicy.From.OwnAddresses,
        List.of(),
        false,
        List.of(routes),
        rules);
  }

  /** The default rules, but for these. */
  static DeliveryRules rules(int connections, Optional<Integer> perMinute) {
    var usual = DeliveryRules.DEFAULT;
    return new DeliveryRules(
        usual.retry(), usual.expireAfter(), TlsLevel.Opportunistic, connections, perMinute);
  }

  private Outbox outbox() {
    return new Outbox(
        live,
        store,
        couriers,
        returns,
        this::hear,
        clock,
        clock::nanos,
        new FaultRules(
            (where, cause) -> halted.add(cause), patience, () -> store.status().accepting()));
  }

  /** Another process begins where this one left off. */
  void restart() {
    outbox = outbox();
    outbox.start();
  }

  private void hear(Event event) {
    events.add(event);
    if (deaf) {
      throw new IllegalStateException("a test's");
    }
  }

  PostRoom started() {
    outbox.start();
    return this;
  }

  void offer(TestConfig config) {
    live.offer(config.build(), List.of());
  }

  /** Queues a message of alice's. Returns its id. */
  String send(String... recipients) {
    return sendFrom(
        "alice@example.com", Stream.of(recipients).map(Recipient::of).toArray(Recipient[]::new));
  }

  /** Queues a message. Returns its id. */
  String sendFrom(String reversePath, Recipient... recipients) {
    var submitter =
        Stream.of(ALICE, CAROL).anyMatch(reversePath::equals)
            ? Optional.of(Submitter.of(reversePath, reversePath))
            : Optional.<Submitter>empty();
    return sendFrom(reversePath, submitter, recipients);
  }

  /** Queues a message that somebody handed over. Returns its id. */
  String sendFrom(String reversePath, Optional<Submitter> submitter, Recipient... recipients) {
    var message =
        Messages.in(store)
            .receivedAt(clock.instant())
            .reversePath(reversePath)
            .leaving("example.com", "team")
            .returnsTo(returnsTo(reversePath, submitter));
    submitter.ifPresent(message::user);
    for (var recipient : recipients) {
      var destination = Mailbox.of(recipient.address()).domain().ascii();
      boolean isReport = Delivery.isReport(submitter.isPresent(), reversePath);
      var lane = Lane.of(live.current().directory(), Optional.of("team"), isReport, destination);
      message.delivery(recipient, destination, lane.key().name());
    }
    var made = message.make();
    if (!(store.commit(made) instanceof CommitResult.Stored)) {
      throw new AssertionError("not stored");
    }
    outbox.wake();
    return made.id();
  }

  /** What the reverse-path meant while the submitter was there, who may be gone. */
  private Optional<String> returnsTo(String reversePath, Optional<Submitter> submitter) {
    return submitter
        .filter(it -> it.login().equals(reversePath))
        .flatMap(Submitter::mailboxId)
        .or(() -> SenderMailbox.of(live.current().directory(), reversePath));
  }

  /** The delivery to an address. */
  Delivery delivery(String recipient) {
    return store.queue().all().stream()
        .filter(delivery -> delivery.recipient().address().equals(recipient))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until a delivery is so and nobody has it. */
  Delivery await(String recipient, Delivery.State state, int attempts) {
    return Awaiting.until(
        () -> delivery(recipient),
        it -> it.state() == state && it.attempts() == attempts && !it.sending());
  }

  /** Waits until all deliveries are so. */
  void awaitAll(Delivery.State state) {
    Awaiting.until(
        () -> store.queue().all(), all -> all.stream().allMatch(it -> it.state() == state));
  }

  /** Moves the clock, and has it noticed. */
  void advance(Duration by) {
    clock.advance(by);
    outbox.wake();
  }

  /** What is in alice's mailbox. */
  List<String> inbox() {
    return store.kept("alice@example.com").stream().map(WatchedStore.Kept::text).toList();
  }

  List<Event.Failed> failures() {
    return events.stream()
        .filter(Event.Failed.class::isInstance)
        .map(Event.Failed.class::cast)
        .toList();
  }

  @Override
  public void close() {
    try (store) {
      couriers.hold(false);
      outbox.close();
    }
  }

  /** Awaitility, with the value that was awaited. */
  private static final class Awaiting {
    static <T> T until(
        java.util.concurrent.Callable<T> what, java.util.function.Predicate<T> holds) {
      return org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(10))
          .ignoreException(java.util.NoSuchElementException.class) // not there yet
          .until(what, holds);
    }
  }
}
