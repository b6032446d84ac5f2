package io.mailhelm.operator.desired;

import io.mailhelm.config.Listener;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Server;
import io.mailhelm.crds.MailDomain;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/**
 * The port on which applications log in.
 *
 * @param port of the Service
 * @param implicitTls whether TLS begins with the first byte
 */
record LoginPort(int port, boolean implicitTls) {
  /** RFC 3986 §2.3; everything else of a user or password is percent-encoded. */
  private static final String UNRESERVED = "-._~";

  /**
   * The best listener to log in to. TLS from the first byte is recommended (RFC 8314 §3.3). A
   * listener for development comes after those, and one that accepts only proxies comes last:
   * inside the cluster nobody connects through them.
   */
  static Optional<LoginPort> best(MailDomain host, Server server) {
    return ExposedListener.of(host, server).stream()
        .filter(each -> each.listener().auth() != Listener.Auth.None)
        .min(
            Comparator.comparing(
                    (ExposedListener each) -> !each.listener().trustedProxies().isEmpty())
                .thenComparingInt(each -> rank(each.listener().tls())))
        .map(
            each ->
                new LoginPort(each.servicePort(), each.listener().tls() == Listener.Tls.Implicit));
  }

  private static int rank(Listener.Tls tls) {
    return switch (tls) {
      case Implicit -> 0;
      case StartTls -> 1;
      case Opportunistic -> 2;
      case Optional -> 3;
    };
  }

  /**
   * A URI of the scheme {@code smtps} or {@code smtp}, in the form that most mail libraries read.
   */
  String uri(String host, Mailbox address, byte[] password) {
    return "%s://%s:%s@%s:%d"
        .formatted(
            implicitTls ? "smtps" : "smtp",
            encoded(address.toString().getBytes(StandardCharsets.UTF_8)),
            encoded(password),
            host,
            port);
  }

  private static String encoded(byte[] octets) {
    var text = new StringBuilder();
    for (byte octet : octets) {
      char c = (char) (octet & 0xff);
      if (isUnreserved(c)) {
        text.append(c);
      } else {
        text.append("%%%02X".formatted((int) c));
      }
    }
    return text.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
