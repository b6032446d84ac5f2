package io.mailhelm.cli.remote;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Advice for when a server cannot be asked, which depends on where the command is typed.
 *
 * @param server what people call it
 * @param noWay why the way to it leads nowhere, which says more than a socket that was cut; empty:
 *     nothing is known of that
 * @param unreachable when nothing answers
 * @param untrusted when its certificate is not trusted
 * @param unknown when it does not know the token
 * @param forbidden when it accepts no requests from here; empty: its own words are enough
 */
public record ServerAdvice(
    String server,
    Supplier<Optional<String>> noWay,
    String unreachable,
    String untrusted,
    String unknown,
    String forbidden) {
  /** For a server that is asked where it is. */
  public ServerAdvice(
      String server, String unreachable, String untrusted, String unknown, String forbidden) {
    this(server, Optional::empty, unreachable, untrusted, unknown, forbidden);
  }
}
