package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.live.Directory;
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

  /** The lane of users' mail to a relay. */
  public static Lane to(Route.Relay relay, Optional<String> policy) {
    return new Lane(policy, new Hop.Smarthost(relay), false);
  }

  private static Hop hop(SendPolicy policy, String destination) {
    return policy.routes().stream()
        .filter(route -> route.matches(destination))
        .findFirst()
        .flatMap(Route::relay)
        .<Hop>map(Hop.Smarthost::new)
        .orElseGet(() -> new Hop.Exchange(destination));
  }

  /** As the store knows it. */
  public LaneKey key() {
    return new LaneKey(
        isReport,
        policy,
        switch (hop) {
          case Hop.Exchange(var destination) -> destination;
          case Hop.Smarthost(var relay) ->
              "%s:%d/%s/%s"
                  .formatted(
                      relay.host(), relay.port(), relay.tls(), relay.credentials().orElse(""));
        });
  }
}
