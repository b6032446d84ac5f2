package io.mailhelm.smtp.queue;

import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.send.Hop;
import io.mailhelm.smtp.store.Delivery;
import java.util.Optional;

/**
 * A lane: all mail to one hop under one policy, which shares connections and a rate. Reports that
 * no user handed over have lanes of their own: strangers, who forge senders, decide to whom they
 * go, so reports must not delay users' mail, nor users' mail the reports.
 *
 * @param policy empty: the default
 * @param isReport whether it is for reports, as {@link Delivery#isReport} says
 */
public record Lane(Optional<String> policy, Hop hop, boolean isReport) {
  /** Stands in no policy's name. */
  private static final char SEPARATOR = '|';

  /** Before the key of a lane for reports; begins no policy's name. */
  private static final String REPORTS = "*";

  /**
   * The lane by what is declared now.
   *
   * @param isReport as {@link Delivery#isReport} says
   * @param destination the recipient's domain in A-label form, or an address literal
   */
  public static Lane of(
      Directory directory, Optional<String> policy, boolean isReport, String destination) {
    return new Lane(policy, hop(directory.policy(policy), destination), isReport);
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
    return (isReport ? REPORTS : "")
        + policy.orElse("")
        + SEPARATOR
        + switch (hop) {
          case Hop.Exchange(var destination) -> destination;
          case Hop.Smarthost(var relay) ->
              "%s:%d/%s/%s"
                  .formatted(
                      relay.host(), relay.port(), relay.tls(), relay.credentials().orElse(""));
        };
  }

  /** Whether a lane's key is of one for reports. */
  static boolean isReport(String key) {
    return key.startsWith(REPORTS);
  }

  /** Whether a lane's key is of one that leads to a relay; no domain has a slash. */
  static boolean isRelayed(String key) {
    return hopOf(key).indexOf('/') >= 0;
  }

  /** The policy of a lane's key. */
  static Optional<String> policyOf(String key) {
    var name = key.substring(isReport(key) ? REPORTS.length() : 0, key.indexOf(SEPARATOR));
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /**
   * Whether a delivery went, or is to go, by a relay that its policy names: what is said of its
   * recipient then was not said by the recipient's own server.
   */
  static boolean isRelayed(Delivery delivery) {
    return !hopOf(delivery.lane()).equals(delivery.destination());
  }

  /** The hop of a lane's key, for people. */
  static String hopOf(String key) {
    return key.substring(key.indexOf(SEPARATOR) + 1);
  }
}
