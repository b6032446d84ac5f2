package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Provider;
import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The connections and the rate of each lane: what its policy says, no more than its provider has,
 * and less where its servers ask for less. The dispatcher's lock guards it.
 */
final class LaneLimits {
  /** Slowed lanes that are remembered, those used last. */
  private static final int REMEMBERED = 10_000;

  /** The service closes the channel: too much, or too soon (RFC 5321 §4.2.2). */
  private static final int CLOSING = 421;

  /** Security or policy, for the time being (RFC 3463 §3.8). */
  private static final String POLICY = "4.7.";

  private final LiveConfig live;
  private final DestinationProviders providers;
  private final Map<String, SlowedLane> slowed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SlowedLane> eldest) {
          return size() > REMEMBERED;
        }
      };

  LaneLimits(LiveConfig live, DestinationProviders providers) {
    this.live = live;
    this.providers = providers;
  }

  /** The provider of a lane; empty where it is not known, and for relays. */
  Optional<Provider> provider(LaneKey lane) {
    return lane.isRelayed()
        ? Optional.empty()
        : providers.of(live.current().config().server(), lane.hop());
  }

  private DeliveryRules rules(LaneKey lane) {
    return live.current().directory().policy(lane.policy()).delivery();
  }

  /** Connections at once. */
  int connections(LaneKey lane) {
    int most = unslowed(lane);
    return slowed(lane).map(slow -> Math.min(slow.connections(), most)).orElse(most);
  }

  private int unslowed(LaneKey lane) {
    int most = rules(lane).connectionsPerDestination();
    return provider(lane).flatMap(Provider::connections).map(of -> Math.min(of, most)).orElse(most);
  }

  /** Messages a minute; empty: no bound. */
  Optional<Integer> perMinute(LaneKey lane) {
    return Stream.of(
            rules(lane).messagesPerMinutePerDestination(),
            provider(lane).flatMap(Provider::messagesPerMinute),
            slowed(lane).map(SlowedLane::perMinute))
        .flatMap(Optional::stream)
        .min(Integer::compare);
  }

  /** How it was slowed down, where it was. */
  Optional<SlowedLane> slowed(LaneKey lane) {
    return Optional.ofNullable(slowed.get(lane.name()));
  }

  /** The names of the lanes that are slowed down. */
  List<String> slowed() {
    return List.copyOf(slowed.keySet());
  }

  /**
   * Takes note of what came of an attempt. Several connections that are asked at once slow a lane
   * down once.
   */
  void attempted(LaneKey lane, List<Attempt> outcomes, Instant now) {
    var asked = outcomes.stream().filter(LaneLimits::isAskedForLess).findFirst();
    var before = slowed(lane);
    if (asked.isPresent()) {
      var reply = reply(asked.get());
      if (before.isEmpty()) {
        slowed.put(lane.name(), SlowedLane.first(unslowed(lane), now, reply));
      } else if (!asked.get().at().isBefore(before.get().changed())) {
        slowed.put(lane.name(), before.get().slower(now, reply));
      }
    } else if (before.isPresent()
        && outcomes.stream().anyMatch(attempt -> attempt.outcome() == Outcome.DELIVERED)) {
      var next = before.get().faster();
      if (next.isOver(unslowed(lane))) {
        slowed.remove(lane.name());
      } else {
        slowed.put(lane.name(), next);
      }
    }
  }

  private static boolean isAskedForLess(Attempt attempt) {
    return attempt.outcome() == Outcome.DEFERRED
        && !attempt.inferred()
        && (attempt.code() == CLOSING
            || attempt.code() > 0 && attempt.enhanced().startsWith(POLICY));
  }

  private static String reply(Attempt attempt) {
    return "%d %s %s".formatted(attempt.code(), attempt.enhanced(), attempt.text()).strip();
  }
}
