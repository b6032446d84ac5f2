package io.mailhelm.smtp.queue;

import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.send.Hop;
import java.util.Optional;

/**
 * What shares connections and a rate: everything that goes to one hop under one policy.
 *
 * @param policy empty: the default
 */
public record Lane(Optional<String> policy, Hop hop) {
  /** Stands in no policy's name. */
  private static final char SEPARATOR = '|';

  /**
   * The lane by what is declared now.
   *
   * @param destination the recipient's domain in A-label form, or an address literal
   */
  public static Lane of(Directory directory, Optional<String> policy, String destination) {
    return new Lane(policy, hop(directory.policy(policy), destination));
  }

  private static Hop hop(SendPolicy policy, String destination) {
    return policy.routes().stream()
        .filter(route -> route.matches(destination))
        .findFirst()
        .flatMap(Route::relay)
        .<Hop>map(Hop.Smarthost::new)
        .orElseGet(() -> new Hop.Exchange(destination));
  }

  /** As the store knows it. Equal lanes have equal keys, and no others have. */
  public String key() {
    return policy.orElse("")
        + SEPARATOR
        + switch (hop) {
          case Hop.Exchange(var destination) -> destination;
          case Hop.Smarthost(var relay) ->
              "%s:%d/%s/%s"
                  .formatted(
                      relay.host(), relay.port(), relay.tls(), relay.credentials().orElse(""));
        };
  }

  /** The policy of a lane's key. */
  static Optional<String> policyOf(String key) {
    var name = key.substring(0, key.indexOf(SEPARATOR));
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** The hop of a lane's key, for people. */
  static String hopOf(String key) {
    return key.substring(key.indexOf(SEPARATOR) + 1);
  }
}
