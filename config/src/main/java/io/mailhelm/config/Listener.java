package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A port that speaks SMTP.
 *
 * @param name unique in its server, e.g. {@code submission}
 * @param address the address to bind; empty: all (loopback under {@code serve --dev})
 * @param port 1 to 65535, or 0 for one that the system chooses
 * @param tls when TLS begins
 * @param auth who must log in
 * @param trustedProxies peers that must use the PROXY protocol here, as no others may; empty: it is
 *     not used
 */
public record Listener(
    String name,
    Optional<String> address,
    int port,
    Tls tls,
    Auth auth,
    List<Cidr> trustedProxies) {

  /** When TLS begins, and whether AUTH may come before it. */
  public enum Tls {
    /** STARTTLS is offered (RFC 3207); AUTH is not, before it. */
    Opportunistic,
    /** Before STARTTLS only EHLO, NOOP and QUIT are accepted (RFC 3207 §4). */
    StartTls,
    /** TLS begins with the first byte (RFC 8314 §3.3). */
    Implicit,
    /** STARTTLS and AUTH are both offered in clear, for development only. */
    Optional
  }

  /** Who must log in (RFC 4954). */
  public enum Auth {
    /** Nobody can log in: AUTH is not offered, and mail is accepted for our own domains only. */
    None,
    /** MAIL without AUTH gets 530 5.7.0 (RFC 4954 §6). */
    Required,
    /**
     * As Required, but a loopback peer need not: for domains with {@code outbound: Capture} only.
     */
    LoopbackOptional
  }

  public Listener {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(auth);
    trustedProxies = List.copyOf(trustedProxies);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }
}
