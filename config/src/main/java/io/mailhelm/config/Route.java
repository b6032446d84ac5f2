package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The way on which mail for some recipients leaves ({@code SendPolicy.spec.routes[]}).
 *
 * @param recipients patterns of the recipient's domain, in A-label form: {@code example.com},
 *     {@code *.example.com} (any name below it, not itself), {@code *} (everything)
 * @param relay the server to which it is handed; empty: the recipient's MX
 */
public record Route(List<String> recipients, Optional<Relay> relay) {
  /** The pattern that matches every domain. */
  public static final String EVERYTHING = "*";

  public Route {
    recipients = List.copyOf(recipients);
    Objects.requireNonNull(relay);
  }

  /** Whether mail for {@code domain}, an A-label name or an address literal, takes this route. */
  public boolean matches(String domain) {
    return recipients.stream().anyMatch(pattern -> matches(pattern, domain));
  }

  private static boolean matches(String pattern, String domain) {
    return pattern.equals(EVERYTHING)
        || (pattern.startsWith("*.")
            ? domain.endsWith(pattern.substring(1)) && domain.length() >= pattern.length()
            : domain.equals(pattern));
  }

  /**
   * A server to which mail is handed.
   *
   * @param host its name in A-label form, or its address
   * @param credentials name of the {@link RelayCredential} to log in with (RFC 4954); empty: none
   */
  public record Relay(String host, int port, TlsLevel tls, Optional<String> credentials) {
    public Relay {
      Objects.requireNonNull(host);
      Objects.requireNonNull(tls);
      Objects.requireNonNull(credentials);
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("a port is 1 to 65535");
      }
    }
  }
}
