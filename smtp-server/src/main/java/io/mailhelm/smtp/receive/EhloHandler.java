package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * Handles EHLO and HELO (RFC 5321 §4.1.1.1): notes the client's name, and lists the extensions it
 * may use.
 */
final class EhloHandler {
  private static final int MAX_NAME = 255; // RFC 5321 §4.5.3.1.2

  private EhloHandler() {}

  static CommandOutcome run(Session session, String argument, boolean extended) {
    if (argument.isEmpty()) {
      return CommandOutcome.of(Replies.DOMAIN_NEEDED);
    }
    session.greeted(printable(argument), extended);
    return CommandOutcome.of(
        extended ? Reply.plain(250, extensions(session)) : Reply.plain(250, session.hostname()));
  }

  /**
   * RFC 5321 §4.1.4: a name that is not valid is no reason to refuse mail. In a Received field it
   * must not pass for something else, so what cannot stand in one becomes an underscore.
   */
  private static String printable(String argument) {
    var name = new StringBuilder(Math.min(argument.length(), MAX_NAME));
    for (int i = 0; i < argument.length() && i < MAX_NAME; i++) {
      char c = argument.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-._:[]".indexOf(c) >= 0;
      name.append(plain ? c : '_');
    }
    return name.toString();
  }

  private static List<String> extensions(Session session) {
    var lines = new ArrayList<String>(12);
    lines.add(session.hostname());
    lines.add("PIPELINING"); // RFC 2920
    lines.add("SIZE " + session.messageSize()); // RFC 1870
    lines.add("8BITMIME"); // RFC 6152
    lines.add("SMTPUTF8"); // RFC 6531
    lines.add("CHUNKING"); // RFC 3030
    lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
    lines.add("DSN"); // RFC 3461
    if (StartTlsHandler.isOffered(session)) {
      lines.add("STARTTLS"); // RFC 3207
    }
    if (session.security().isTls()) {
      lines.add("REQUIRETLS"); // RFC 8689 §2: only under TLS
    }
    if (AuthHandler.isOffered(session)) {
      var mechanisms = session.reception().mechanisms().offered(session.security().bindings());
      lines.add("AUTH " + String.join(" ", mechanisms)); // RFC 4954
    }
    lines.add("LIMITS RCPTMAX=" + session.mostRecipients()); // RFC 9422
    return lines;
  }

  /** Whether passwords may cross the connection as it is now. */
  static boolean isAuthSafe(Session session) {
    return session.security().isTls() || session.peer().listener().tls() == Listener.Tls.Optional;
  }
}
