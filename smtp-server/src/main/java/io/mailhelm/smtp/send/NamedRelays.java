package io.mailhelm.smtp.send;

import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.Route;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;

/** Finds the servers that a policy or an address literal names, without MX. */
final class NamedRelays {
  /**
   * @param address where the relay is named by it
   */
  record Way(Route.Relay relay, Optional<InetAddress> address, Optional<RelayCredential> login) {}

  private NamedRelays() {}

  /** The way to a relay, its login with it. */
  static Way of(Route.Relay relay, Function<String, Optional<RelayCredential>> credentials)
      throws ServerRefusal {
    var login = relay.credentials().flatMap(credentials);
    if (relay.credentials().isPresent() && login.isEmpty()) {
      throw new ServerRefusal(
          Kind.SAID,
          RecipientResult.deferred(
              LocalStatusCodes.LOGIN,
              "there is no login %s for the relay %s"
                  .formatted(relay.credentials().get(), relay.host())));
    }
    return new Way(relay, address(relay.host()), login);
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The address in {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 §4.1.3).
   *
   * @throws IllegalArgumentException when there is none
   */
  static InetAddress literal(String bracketed) {
    var inner = bracketed.substring(1, bracketed.length() - 1);
    boolean v6 = inner.regionMatches(true, 0, "IPv6:", 0, 5);
    return InetAddress.ofLiteral(v6 ? inner.substring(5) : inner);
  }
}
