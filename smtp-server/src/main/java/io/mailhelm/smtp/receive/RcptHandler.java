package io.mailhelm.smtp.receive;

import io.mailhelm.config.Ascii;
import io.mailhelm.smtp.protocol.RcptCommand;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.receive.Recipients.Added;
import io.mailhelm.smtp.store.MailStore.Recipient;

/** Handles RCPT (RFC 5321 §4.1.1.3): adds a recipient, or says why not. */
final class RcptHandler {
  private RcptHandler() {}

  static CommandOutcome run(Session session, String argument) throws SyntaxException {
    if (session.envelope().isEmpty()) {
      return CommandOutcome.of(Replies.MAIL_FIRST);
    }
    if (session.body().isPresent()) {
      return CommandOutcome.of(Replies.IN_CHUNKS);
    }
    var envelope = session.envelope().get();
    var command = RcptCommand.parse(argument);
    if (!envelope.utf8() && !Ascii.isAscii(argument)) {
      return CommandOutcome.of(Replies.NEEDS_SMTPUTF8_RECIPIENT);
    }
    if (envelope.recipients() >= session.limits().recipients()) {
      return refused(session, Replies.TOO_MANY_RECIPIENTS, "TooManyRecipients", command);
    }
    var recipient = new Recipient(command.to().text(), command.notifyOn(), command.orcpt());
    var added =
        session
            .recipients()
            .add(envelope, session.config(), session.origin(), command.to(), recipient);
    return switch (added) {
      case Added.Taken taken -> CommandOutcome.of(Replies.RECIPIENT_OK);
      case Added.Refused(Reply reply, String reason) -> refused(session, reply, reason, command);
    };
  }

  private static CommandOutcome refused(
      Session session, Reply reply, String reason, RcptCommand command) {
    session.rejected(reply, reason, command.to().text());
    return CommandOutcome.of(reply);
  }
}
