package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.bounce.ReportedMessage;
import io.mailhelm.smtp.deliver.DeliveryReceipts;
import io.mailhelm.smtp.limit.Booking;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.receive.MessageChecks.Refusal;
import io.mailhelm.smtp.store.BodyWriter;
import io.mailhelm.smtp.store.Idempotency;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MessageId;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.mailhelm.smtp.store.QueueShares;
import io.mailhelm.smtp.store.Submitter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides on a message that has arrived whole, and commits it. All checks run after its last octet,
 * {@link MessageChecks} first: a refusal before would make the rest of it be read as commands.
 * Thread-safe.
 */
final class Acceptance {
  private final SessionContext reception;
  private final DeliveryReceipts receipts;
  private final ContentPolicy content;
  private final TraceFields trace = new TraceFields();

  Acceptance(SessionContext reception) {
    this.reception = reception;
    this.receipts = new DeliveryReceipts(reception.store());
    this.content = new ContentPolicy(reception.observer());
  }

  /**
   * A message that has arrived.
   *
   * @param session and {@code listener} for the events
   * @param isKnown whether it is known who sends: a login, or a peer that may relay
   * @param bareLineEnd whether a CR or LF stood alone in it
   */
  record Arrived(
      String session,
      String listener,
      ConfigSnapshot config,
      Optional<User> user,
      boolean isKnown,
      TraceFields.Hop hop,
      Envelope envelope,
      IncomingBody body,
      boolean bareLineEnd,
      Optional<Idempotency> idempotency) {
    /** One of the messages that it becomes. */
    private Arrived as(Envelope message, Optional<Idempotency> key) {
      return new Arrived(
          session, listener, config, user, isKnown, hop, message, body, bareLineEnd, key);
    }

    /** The key of what is redirected beside a message; no client can choose one with a tab. */
    private Optional<Idempotency> keyOfRedirected() {
      return idempotency.map(
          it -> new Idempotency(it.owner(), "redirected\t" + it.key(), it.fingerprint()));
    }
  }

  /** The decision on a message. */
  sealed interface Verdict {
    /** What a client is told. */
    Reply reply();

    /** It is durable. */
    record Accepted(String id) implements Verdict {
      @Override
      public Reply reply() {
        return Replies.accepted(id);
      }
    }

    /** It was durable already: its idempotency key was seen before. */
    record Repeated(String id, boolean same) implements Verdict {
      @Override
      public Reply reply() {
        return Replies.accepted(id);
      }
    }

    /** It is not kept. */
    record Refused(Refusal refusal) implements Verdict {
      @Override
      public Reply reply() {
        return refusal.reply();
      }
    }
  }

  /** Decides and, unless it is refused, makes it durable. The body is closed in either case. */
  Verdict decide(Arrived arrived) {
    arrived.body().end();
    var header = arrived.body().header();
    var refusal = MessageChecks.refusal(arrived, header);
    if (refusal.isPresent()) {
      arrived.body().close();
      return new Verdict.Refused(refusal.get());
    }
    return switch (content.of(arrived, header)) {
      case ContentPolicy.Ruling.NotTaken(Refusal why) -> {
        arrived.body().close();
        yield new Verdict.Refused(why);
      }
      case ContentPolicy.Ruling.Taken(String fields) -> commit(arrived, header, fields);
    };
  }

  /** The messages that it becomes. */
  private Verdict commit(Arrived arrived, HeaderSection header, String fields) {
    var messages = arrived.envelope().messages();
    if (messages.size() > 1) {
      // First: where it fails nothing else is stored, and where the rest fails, a message that
      // comes
      // again is doubled only to the address that the policy redirects to.
      var redirected =
          commit(
              arrived.as(messages.getFirst(), arrived.keyOfRedirected()),
              header,
              arrived.body().writer(0),
              fields);
      if (!isDone(redirected)) {
        return redirected;
      }
    }
    int last = messages.size() - 1;
    return commit(
        arrived.as(messages.get(last), arrived.idempotency()),
        header,
        arrived.body().writer(last),
        fields);
  }

  private static boolean isDone(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _ -> true;
      case Verdict.Repeated(String _, boolean same) -> same;
      case Verdict.Refused _ -> false;
    };
  }

  private Verdict commit(Arrived arrived, HeaderSection header, BodyWriter body, String added) {
    return switch (book(arrived)) {
      case Booking.Booked booked -> commit(arrived, header, body, added, booked);
      case Booking.Refused(var why) -> {
        arrived.body().close();
        yield new Verdict.Refused(
            new Refusal(
                Replies.limitReached(why.words()), RejectionReason.LimitReached, "", why.roomIn()));
      }
    };
  }

  /** The recipients elsewhere get their places; the envelope gives back what is not kept. */
  private Booking book(Arrived arrived) {
    var envelope = arrived.envelope();
    int elsewhere = envelope.queued() + envelope.captured();
    if (elsewhere == 0) {
      return Booking.NOTHING;
    }
    var directory = arrived.config().directory();
    var sender =
        LimitedSender.of(
            directory,
            arrived.user().or(() -> envelope.from().mailbox().flatMap(directory::owner)));
    return reception
        .limits()
        .book(
            sender.policy(),
            sender.mailboxId(),
            elsewhere,
            envelope.reservation(reception.limits()));
  }

  private Verdict commit(
      Arrived arrived, HeaderSection header, BodyWriter body, String added, Booking.Booked booked) {
    var envelope = arrived.envelope();
    var receivedAt = reception.clock().instant();
    var id = MessageId.next(receivedAt.toEpochMilli());
    var date = trace.date(receivedAt);
    var missing =
        arrived
            .user()
            .map(u -> MessageModifications.missing(header, id, host(arrived, u), date))
            .orElse("");
    // Without it our own fields would go on in what is text.
    var emptyLine = header.lines().areText() ? "\r\n" : "";
    var fields = trace.fields(arrived.hop(), envelope, id, receivedAt, missing + added + emptyLine);
    long size = fields.length + body.size();
    var user = arrived.user().map(u -> Submitter.of(u.address().toString(), u.mailboxId()));
    long began = System.nanoTime();
    var result =
        reception
            .store()
            .commit(
                new NewMessage(
                    id,
                    receivedAt,
                    envelope.from().text(),
                    user,
                    fields,
                    body,
                    summary(header, envelope, arrived.user().isPresent() ? date : ""),
                    envelope.dsn(),
                    envelope.targets(),
                    envelope.outgoing(
                        arrived.config().directory(),
                        header,
                        arrived.body().isOutsideWarmUp(),
                        receivedAt,
                        booked.later()),
                    arrived.idempotency(),
                    envelope.reportOn(),
                    booked.rows()));
    return switch (result) {
      case CommitResult.Stored stored -> {
        long took = System.nanoTime() - began;
        tell(() -> envelope.reservation(reception.limits()).keep());
        tell(() -> afterCommit(arrived, fields, size, receivedAt));
        tell(() -> reception.observer().on(accepted(arrived, id, size, took)));
        yield new Verdict.Accepted(id);
      }
      case CommitResult.MailboxFull(List<Mailbox> full) ->
          new Verdict.Refused(CommitRefusals.full(envelope, full));
      case CommitResult.MailboxGone(List<Mailbox> gone) ->
          new Verdict.Refused(CommitRefusals.gone(envelope, gone));
      case CommitResult.TooMuchWaiting waiting ->
          new Verdict.Refused(CommitRefusals.tooMuchWaiting(arrived));
      case CommitResult.QueueFull(QueueShares.Full full) ->
          new Verdict.Refused(CommitRefusals.queueFull(envelope, full));
      case CommitResult.TooManyKeys keys ->
          new Verdict.Refused(new Refusal(Replies.TOO_MANY_KEYS, RejectionReason.TooManyKeys, ""));
      case CommitResult.Repeated(String first, boolean same) -> new Verdict.Repeated(first, same);
      case CommitResult.NoSpace noSpace ->
          new Verdict.Refused(new Refusal(Replies.NO_SPACE, RejectionReason.NoSpace, ""));
      case CommitResult.Failed(String detail) ->
          new Verdict.Refused(
              new Refusal(Replies.STORE_FAILED, RejectionReason.StoreFailed, detail));
    };
  }

  /** Wakes the parts of the server that act on it. */
  private void afterCommit(Arrived arrived, byte[] trace, long size, Instant receivedAt) {
    var envelope = arrived.envelope();
    boolean receipts = acknowledge(arrived, trace, size, receivedAt);
    if (receipts || envelope.queued() > 0 || envelope.reportOn().isPresent()) {
      reception.queued().run();
    }
  }

  private static Event.Accepted accepted(Arrived arrived, String id, long size, long took) {
    var envelope = arrived.envelope();
    return new Event.Accepted(
        arrived.session(),
        arrived.listener(),
        id,
        envelope.from().text(),
        arrived.user().map(u -> u.address().toString()),
        envelope.recipients(),
        envelope.captured(),
        envelope.queued(),
        size,
        took);
  }

  /**
   * The message is durable: a client that is told anything else would send it again. An {@link
   * Error} ends the process, and with it the session, before it is told anything.
   */
  private void tell(Runnable work) {
    try {
      try {
        work.run();
      } catch (RuntimeException e) {
        tellOf(e);
      }
    } catch (Error e) {
      reception.halt().now("after commit", e);
    }
  }

  private void tellOf(RuntimeException failure) {
    try {
      reception.observer().on(new Event.Failed(FailurePlace.AFTER_COMMIT, failure));
    } catch (RuntimeException _) {
      // who listens has failed as well
    }
  }

  /**
   * Sends receipts to senders who asked for them. A stranger gets none: it can write any address
   * into MAIL FROM and any text into the header, and would have us send that text to that address.
   *
   * @return whether one is on its way to another server
   */
  private boolean acknowledge(Arrived arrived, byte[] trace, long size, Instant receivedAt) {
    var envelope = arrived.envelope();
    try {
      if (!arrived.isKnown()
          || !DeliveryReceipts.areAsked(envelope.from().text(), envelope.targets())) {
        return false;
      }
      var header = arrived.body().headerOctets();
      var beginning = Arrays.copyOf(trace, trace.length + header.length);
      System.arraycopy(header, 0, beginning, trace.length, header.length);
      var origin =
          new ReportedMessage(envelope.from().text(), receivedAt, envelope.dsn(), size, beginning);
      return receipts.send(arrived.config(), origin, envelope.targets(), receivedAt);
    } catch (RuntimeException | StackOverflowError e) { // nobody's message ends the process
      reception.observer().on(new Event.Failed(FailurePlace.RECEIPT, e));
      return false;
    }
  }

  /**
   * Where no field says to whom, the one recipient does; where none says when, {@code added} does.
   * Several are named nowhere: they need not know of each other (RFC 5321 §7.2).
   */
  private static Summary summary(HeaderSection header, Envelope envelope, String added) {
    var summary = header.summary();
    boolean toOne = summary.to().isEmpty() && envelope.recipients() == 1;
    return toOne || !header.dated()
        ? new Summary(
            summary.from(),
            toOne ? List.of(envelope.onlyRecipient()) : summary.to(),
            summary.subject(),
            header.dated() ? summary.date() : added)
        : summary;
  }

  /** The name that the sender's domain goes by. */
  private static String host(Arrived arrived, User user) {
    return arrived
        .config()
        .directory()
        .domain(user.address().domain())
        .map(domain -> domain.hostname().ascii())
        .orElse(arrived.hop().host());
  }
}
