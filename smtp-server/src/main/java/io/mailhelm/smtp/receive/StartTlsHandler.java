package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.protocol.Replies;
import java.util.Optional;

/** Handles STARTTLS (RFC 3207). */
final class StartTlsHandler {
  private StartTlsHandler() {}

  static CommandOutcome run(Session session, String argument) {
    if (!argument.isEmpty()) {
      return CommandOutcome.of(Replies.NO_ARGUMENT);
    }
    if (session.security().isTls()) {
      return CommandOutcome.of(Replies.ALREADY_TLS);
    }
    if (!isOffered(session)) {
      return CommandOutcome.of(Replies.NO_TLS);
    }
    if (!session.mayTakeTls()) {
      return CommandOutcome.of(Replies.NO_TLS_NOW);
    }
    return new CommandOutcome(Replies.START_TLS, AwaitedInput.TLS);
  }

  static boolean isOffered(Session session) {
    return !session.security().isTls()
        && session.peer().listener().tls() != Listener.Tls.Implicit
        && session.config().certificates().forName(Optional.empty()).isPresent();
  }
}
