package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.protocol.Replies;
import java.util.Optional;

/** STARTTLS (RFC 3207). */
final class StartTls {
  private StartTls() {}

  static Outcome run(Session session, String argument) {
    if (!argument.isEmpty()) {
      return Outcome.of(Replies.NO_ARGUMENT);
    }
    if (session.security().isTls()) {
      return Outcome.of(Replies.ALREADY_TLS);
    }
    if (!isOffered(session)) {
      return Outcome.of(Replies.NO_TLS);
    }
    if (!session.mayTakeTls()) {
      return Outcome.of(Replies.NO_TLS_NOW);
    }
    return new Outcome(Replies.START_TLS, Next.TLS);
  }

  static boolean isOffered(Session session) {
    return !session.security().isTls()
        && session.peer().listener().tls() != Listener.Tls.Implicit
        && session.config().certificates().forName(Optional.empty()).isPresent();
  }
}
