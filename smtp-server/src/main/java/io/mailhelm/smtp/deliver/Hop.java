package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Route;

/** The next hop of mail for a destination: its own servers, or a relay. */
public sealed interface Hop {
  /**
   * To the recipient's own servers, by MX (RFC 5321 §5.1), always on port 25.
   *
   * @param destination a domain in A-label form, or an address literal with its brackets
   */
  record Exchange(String destination) implements Hop {}

  /** To a server that a policy names. */
  record Smarthost(Route.Relay relay) implements Hop {}
}
