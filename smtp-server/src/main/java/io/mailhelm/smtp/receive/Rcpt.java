package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.deliver.Route;
import io.mailhelm.smtp.deliver.Routing;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.RcptCommand;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.store.MailStore.Recipient;

/** RCPT (RFC 5321 §4.1.1.3): adds a recipient, or says why not. */
final class Rcpt {
  private Rcpt() {}

  static Outcome run(Session session, String argument) throws SyntaxException {
    if (session.envelope().isEmpty()) {
      return Outcome.of(Replies.MAIL_FIRST);
    }
    if (session.body().isPresent()) {
      return Outcome.of(Replies.IN_CHUNKS);
    }
    var envelope = session.envelope().get();
    var command = RcptCommand.parse(argument);
    if (!envelope.utf8() && !Ascii.isAscii(argument)) {
      return Outcome.of(Replies.NEEDS_SMTPUTF8_RECIPIENT);
    }
    if (envelope.recipients() >= session.limits().recipients()) {
      return refused(session, Replies.TOO_MANY_RECIPIENTS, "TooManyRecipients", command);
    }
    var route = Routing.route(session.config().directory(), session.origin(), command.to());
    return switch (route) {
      case Route.Local(Destination mailbox) -> accept(session, envelope, mailbox, false, command);
      case Route.Captured(Destination mailbox) -> accept(session, envelope, mailbox, true, command);
      case Route.Refused(Route.Reason reason) ->
          refused(session, reply(reason), reason.name(), command);
    };
  }

  private static Outcome accept(
      Session session,
      Envelope envelope,
      Destination mailbox,
      boolean captured,
      RcptCommand command) {
    var store = session.reception().store();
    if (!store.hasRoom(mailbox.mailboxId(), mailbox.quota(), envelope.declaredSize())) {
      return refused(session, Replies.MAILBOX_FULL, "MailboxFull", command);
    }
    envelope.add(
        mailbox, captured, new Recipient(command.to().text(), command.notifyOn(), command.orcpt()));
    return Outcome.of(Replies.RECIPIENT_OK);
  }

  static Reply reply(Route.Reason reason) {
    return switch (reason) {
      case RelayDenied -> Replies.RELAY_DENIED;
      case NoSending -> Replies.NO_SENDING;
      case UnknownUser -> Replies.UNKNOWN_USER;
      case UnknownLiteral -> Replies.NO_LITERAL;
    };
  }

  private static Outcome refused(Session session, Reply reply, String reason, RcptCommand command) {
    session.rejected(reply, reason, command.to().text());
    return Outcome.of(reply);
  }
}
