package io.mailhelm.cli.remote;

import java.net.URI;
import java.util.Optional;

/**
 * The address of a management API, and the credentials for it.
 *
 * @param url without a path
 * @param token the token for it; empty: it is asked without one
 * @param authority PEM of the authorities that it is to be trusted by; empty: those of the JDK
 * @param serverName the name on its certificate; empty: the host of {@code url}
 */
public record Endpoint(
    URI url, Optional<String> token, Optional<String> authority, Optional<String> serverName) {
  /**
   * @throws IllegalArgumentException when {@code url} is no HTTP URL, or the token would go over a
   *     network in clear
   */
  public Endpoint {
    var scheme = url.getScheme() == null ? "" : url.getScheme();
    if (!scheme.matches("https?") || url.getHost() == null) {
      throw new IllegalArgumentException(
          "'%s' is no URL of a server: write http://127.0.0.1:3001 or https://HOST:3001"
              .formatted(url));
    }
    if (scheme.equals("http") && token.isPresent() && !isLoopback(url.getHost())) {
      throw new IllegalArgumentException(
          "the token would go to %s in clear: use https, and --ca for its certificate"
              .formatted(url.getHost()));
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Never contains the token. */
  @Override
  public String toString() {
    return url.toString();
  }
}
