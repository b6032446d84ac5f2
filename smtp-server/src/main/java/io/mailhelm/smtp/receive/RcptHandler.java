package io.mailhelm.smtp.receive;

import io.mailhelm.config.Ascii;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.RcptCommand;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.receive.Recipients.Added;
import io.mailhelm.smtp.store.MailStore.Recipient;

/** Handles RCPT (RFC 5321 §4.1.1.3): adds a recipient, or says why not. */
final class RcptHandler {
  private RcptHandler() {}

  static CommandOutcome run(MailTransaction transaction, String argument) throws SyntaxException {
    if (transaction.envelope().isEmpty()) {
      return CommandOutcome.of(Replies.MAIL_FIRST);
    }
    if (transaction.isReceiving()) {
      return CommandOutcome.of(Replies.IN_CHUNKS);
    }
    var envelope = transaction.envelope().get();
    var command = RcptCommand.parse(argument);
    if (!envelope.utf8() && !Ascii.isAscii(argument)) {
      return CommandOutcome.of(Replies.NEEDS_SMTPUTF8_RECIPIENT);
    }
    if (envelope.named() >= transaction.mostRecipients()) {
      return transaction.refuse(
          Replies.TOO_MANY_RECIPIENTS, RejectionReason.TooManyRecipients, command.to().text());
    }
    var recipient = new Recipient(command.to().text(), command.notifyOn(), command.orcpt());
    var added = transaction.add(command.to(), recipient);
    return switch (added) {
      case Added.Taken taken -> CommandOutcome.of(Replies.RECIPIENT_OK);
      case Added.Refused(Reply reply, RejectionReason reason, _) ->
          transaction.refuse(reply, reason, command.to().text());
    };
  }
}
