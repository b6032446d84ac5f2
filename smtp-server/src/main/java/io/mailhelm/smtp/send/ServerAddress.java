package io.mailhelm.smtp.send;

import io.mailhelm.config.RelayCredential;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One address of a server, with what is asked of connections to it.
 *
 * @param domain the recipient's; empty where it goes to a relay of ours, on which there are no TLS
 *     reports
 * @param host the server's name, or its address where it has none
 * @param implicitTls whether TLS comes first (RFC 8314 §3)
 * @param login to log in with
 */
record ServerAddress(
    String domain,
    String host,
    InetAddress address,
    int port,
    boolean implicitTls,
    Optional<RelayCredential> login,
    TlsDemand demand,
    TlsOutcomes.Policy policy) {
  /** Whether a policy names it: the administrator has to resolve its faults. */
  boolean isRelay() {
    return domain.isEmpty();
  }

  /** Address and port, such as {@code [2001:db8::1]:25}. */
  String endpoint() {
    var text = address.getHostAddress();
    return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
  }
}
