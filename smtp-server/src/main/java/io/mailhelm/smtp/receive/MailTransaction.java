package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.deliver.MessageOrigin;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.ForwardPath;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.receive.Recipients.Added;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.util.Optional;

/**
 * The mail transactions of a session, one after another (RFC 5321 §3.3): MAIL begins one, RCPT,
 * DATA and BDAT add to it, the verdict on its message ends it. One thread's, but for {@link
 * #inFlight()}.
 */
final class MailTransaction {
  private final Session session;
  private final SessionContext reception;
  private final Acceptance acceptance;
  private final InFlight inFlight = new InFlight();
  private Optional<Envelope> envelope = Optional.empty();
  private boolean senderLoggedIn;
  private Optional<IncomingBody> body = Optional.empty();
  private long bodies;
  private Optional<Incoming> reading = Optional.empty();

  MailTransaction(Session session, SessionContext reception, Acceptance acceptance) {
    this.session = session;
    this.reception = reception;
    this.acceptance = acceptance;
  }

  /**
   * MAIL begins one.
   *
   * @return false when the server is being drained and takes no more
   */
  boolean begin(Envelope begun) {
    if (!inFlight.begin()) {
      return false;
    }
    envelope = Optional.of(begun);
    senderLoggedIn = session.user().isPresent();
    return true;
  }

  /** RCPT adds a recipient. */
  Added add(ForwardPath path, Recipient recipient) {
    var open = envelope.orElseThrow();
    var origin =
        new MessageOrigin(
            session.user(), session.isTrusted(), open.from().mailbox(), session.peer().local());
    return new Recipients(reception, session.config(), origin, open).add(path, recipient);
  }

  /** What is answered as long as no message may come; empty when one may. */
  Optional<Reply> refusal() {
    if (session.isTlsMissing()) {
      return Optional.of(Replies.TLS_FIRST);
    }
    if (envelope.isEmpty()) {
      return Optional.of(Replies.MAIL_FIRST);
    }
    return envelope.get().named() == 0 ? Optional.of(Replies.NO_RECIPIENTS) : Optional.empty();
  }

  /** Opens the place for a message; DATA or the first BDAT. */
  IncomingBody openBody() {
    var opened =
        new IncomingBody(
            IncomingBody.writers(reception.store(), envelope.orElseThrow()),
            messageSize(),
            reception.inTransit().share(session.holder(), IncomingBody.FREE),
            senderLoggedIn);
    body = Optional.of(opened);
    bodies++;
    return opened;
  }

  /** What follows the command are octets for {@code incoming}. */
  void read(Incoming incoming) {
    reading = Optional.of(incoming);
  }

  /** The message is here: the verdict, and the end of the transaction. */
  CommandOutcome decide(IncomingBody whole, boolean bareLineEnd) {
    session.refresh();
    var left = senderLoggedIn ? session.lostLogin() : Optional.<Reply>empty();
    if (left.isPresent()) {
      end();
      refuse(
          left.get(),
          RejectionReason.SenderNotAllowed,
          "the login was lost while the message came");
      return CommandOutcome.close(left.get());
    }
    var lost = lostSender();
    if (lost.isPresent()) {
      end();
      return refuse(
          lost.get(), RejectionReason.SenderNotAllowed, "the account went while the message came");
    }
    var open = envelope.orElseThrow();
    var user = session.user();
    var verdict =
        acceptance.decide(
            new Acceptance.Arrived(
                session.peer().session(),
                session.peer().listener().name(),
                session.config(),
                user,
                user.isPresent() || session.isTrusted(),
                session.hop(open.utf8()),
                open,
                whole,
                bareLineEnd,
                Optional.empty()));
    end();
    return verdict instanceof Acceptance.Verdict.Refused(var refusal)
        ? refuse(refusal.reply(), refusal.reason(), refusal.detail())
        : CommandOutcome.of(verdict.reply());
  }

  /**
   * What is answered when the user who began the transaction may not send any more: without one the
   * message would be accepted as a stranger's, its From field unchecked.
   */
  private Optional<Reply> lostSender() {
    if (!senderLoggedIn) {
      return Optional.empty();
    }
    var user = session.user();
    if (user.isEmpty()) {
      return Optional.of(Replies.SENDER_GONE);
    }
    return session.isSuspended(user.get())
        ? Optional.of(Replies.SENDING_SUSPENDED)
        : Optional.empty();
  }

  /** It is over, in whatever way. Idempotent. */
  void end() {
    body.ifPresent(IncomingBody::close);
    body = Optional.empty();
    reading = Optional.empty();
    envelope.ifPresent(Envelope::close);
    envelope = Optional.empty();
    inFlight.end();
  }

  /** As {@link Session#refuse}. */
  CommandOutcome refuse(Reply reply, RejectionReason reason, String detail) {
    return session.refuse(reply, reason, detail);
  }

  /** The most octets of a message, by the server and the user's policy. */
  long messageSize() {
    return session.messageSize();
  }

  /** The most recipients of a message, by the server and the user's policy. */
  int mostRecipients() {
    return session.mostRecipients();
  }

  /** Empty while none is open. */
  Optional<Envelope> envelope() {
    return envelope;
  }

  /** Whether a message is on its way, between two chunks as well. */
  boolean isReceiving() {
    return body.isPresent();
  }

  /** The messages that were begun, this one counted. */
  long bodies() {
    return bodies;
  }

  /** What was begun; empty while no message is on its way. */
  Optional<Incoming> reading() {
    return reading;
  }

  InFlight inFlight() {
    return inFlight;
  }
}
