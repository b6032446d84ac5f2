package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.Nodes;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts deliveries into a queue, and plays the part that sends. */
record Queued(MailStore store) {
  static final Instant NOW = Nodes.CLOCK.instant();

  /** Takes away what other tests left. */
  void clear() {
    var queue = store.queue();
    queue.giveBack(all().stream().map(Delivery::id).toList());
    queue.apply(Action.DELETE, all().stream().map(Delivery::id).toList(), NOW);
    queue.purge(Instant.now().plus(Duration.ofDays(1)));
    var list = store.suppressions();
    list.list(Optional.empty(), Optional.empty(), 1_000)
        .forEach(each -> list.remove(each.domain(), each.address()));
  }

  private List<Delivery> all() {
    var any = Optional.<String>empty();
    return store
        .queue()
        .list(
            new DeliveryQuery(
                1_000, Optional.empty(), Set.of(), any, any, any, any, any, any, Optional.empty()))
        .deliveries();
  }

  /** A message an hour old. Returns its id. */
  String message(String user, String... recipients) {
    return message(user, NOW.minus(Duration.ofHours(1)), recipients);
  }

  String message(String user, Instant at, String... recipients) {
    return message(Submitter.of(user, user), at, recipients);
  }

  String message(Submitter user, Instant at, String... recipients) {
    var message =
        Messages.in(store)
            .user(user)
            .reversePath(user.login())
            .subject("Grüße")
            .receivedAt(at)
            .leaving("example.test", "news");
    for (var recipient : recipients) {
      message.delivery(recipient);
    }
    var made = message.make();
    store.commit(made);
    return made.id();
  }

  /** The id of the only delivery of a message. */
  String only(String messageId) {
    return store.queue().ofMessage(messageId).getFirst().id().toString();
  }

  /** Begins to send what is due to a destination. */
  List<Delivery> lease(String destination) {
    return store.queue().lease(destination, NOW, 100).orElseThrow().deliveries();
  }

  void settle(Delivery delivery, State state, Attempt.Outcome outcome, int code, String text) {
    var attempt =
        new Attempt(
            NOW.minusSeconds(5),
            Duration.ofMillis(250),
            outcome,
            "mx.x.example",
            "192.0.2.1:25",
            "TLSv1.3 unverified",
            code,
            code / 100 + ".2.0",
            text);
    store
        .queue()
        .settle(
            List.of(new Settlement(delivery.id(), state, NOW.plusSeconds(600), attempt, false)),
            List.of(),
            List.of());
  }
}
