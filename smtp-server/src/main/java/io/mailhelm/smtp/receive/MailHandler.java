package io.mailhelm.smtp.receive;

import io.mailhelm.config.Ascii;
import io.mailhelm.config.InboundRules.OwnDomainSenders;
import io.mailhelm.config.SendPolicy.From;
import io.mailhelm.config.User;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.policy.SenderRules;
import io.mailhelm.smtp.protocol.MailCommand;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import java.util.Optional;

/** Handles MAIL (RFC 5321 §4.1.1.2): begins a transaction. */
final class MailHandler {
  private MailHandler() {}

  static CommandOutcome run(Session session, String argument) throws SyntaxException {
    if (!session.isGreeted()) {
      return CommandOutcome.of(Replies.EHLO_FIRST);
    }
    if (session.transaction().envelope().isPresent()) {
      return CommandOutcome.of(Replies.MAIL_TWICE);
    }
    if (session.isOverdue()) {
      return CommandOutcome.close(Replies.TIMEOUT);
    }
    var lost = session.lostLogin();
    if (lost.isPresent()) {
      session.refuse(lost.get(), RejectionReason.SenderNotAllowed, "the login was lost");
      return CommandOutcome.close(lost.get());
    }
    if (session.isLoginNeeded()) {
      return CommandOutcome.of(Replies.AUTH_NEEDED);
    }
    var command = MailCommand.parse(argument);
    if (!command.utf8() && !Ascii.isAscii(argument)) {
      return CommandOutcome.of(Replies.NEEDS_SMTPUTF8_SENDER);
    }
    if (command.size() > session.messageSize()) {
      var reply = Replies.tooLarge(session.messageSize());
      return session.refuse(reply, RejectionReason.MessageTooLarge, "SIZE=" + command.size());
    }
    if (command.requireTls() && !session.security().isTls()) {
      return CommandOutcome.of(Replies.REQUIRETLS_NEEDS_TLS);
    }
    var refusal =
        session
            .user()
            .map(user -> refusal(session, user, command.from()))
            .orElseGet(() -> refusal(session, command.from()));
    if (refusal.isPresent()) {
      return session.refuse(refusal.get(), RejectionReason.SenderNotAllowed, command.from().text());
    }
    var dsn =
        command.ret().isEmpty() && command.envid().isEmpty()
            ? Dsn.NONE
            : new Dsn(command.ret(), command.envid());
    var memory = session.reception().inTransit().share(session.holder(), Envelope.FREE);
    var envelope =
        new Envelope(
            command.from(), dsn, command.utf8(), command.requireTls(), command.size(), memory);
    if (!envelope.hold()) {
      return session.refuse(
          Replies.CROWDED_OUT, RejectionReason.TooManyInTransit, command.from().text());
    }
    if (!session.transaction().begin(envelope)) {
      envelope.close();
      return CommandOutcome.close(Replies.SHUTTING_DOWN);
    }
    return CommandOutcome.of(Replies.SENDER_OK);
  }

  /**
   * What is answered to a peer that has not logged in. It may not send as a domain of ours, unless
   * that domain lets others send its mail. A peer that may relay counts as ours.
   */
  private static Optional<Reply> refusal(Session session, ReversePath from) {
    return from.mailbox()
        .flatMap(address -> session.config().directory().domain(address.domain()))
        .filter(ours -> ours.inbound().ownDomainSenders() == OwnDomainSenders.Refuse)
        .filter(_ -> !session.isTrusted())
        .map(ours -> Replies.ownDomain(ours.domain()));
  }

  /**
   * What the user's policy says of a sender. The null reverse-path is anybody's: clients send
   * receipts by it (RFC 8098 §3), and RFC 6409 §6.1 asks to check who sends, not to refuse reports;
   * the From field is checked all the same.
   */
  private static Optional<Reply> refusal(Session session, User user, ReversePath from) {
    var directory = session.config().directory();
    var policy = directory.policy(user);
    if (session.isSuspended(user)) {
      return Optional.of(Replies.SENDING_SUSPENDED);
    }
    boolean allowed =
        switch (from) {
          case ReversePath.Null nobody -> true;
          case ReversePath.Address(var address) ->
              SenderRules.mayUse(directory, user, policy, address);
          case ReversePath.AtLiteral literal -> policy.from() == From.Any;
        };
    return allowed ? Optional.empty() : Optional.of(Replies.SENDER_NOT_YOURS);
  }
}
