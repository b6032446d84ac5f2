package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How outgoing connections are divided, so that slow hosts do not make everyone wait: what one user
 * and one domain of ours may hold, and what is kept for destinations that answer. The dispatcher's
 * lock guards it.
 */
final class Shares {
  /** Lanes that are remembered to answer. */
  private static final int REMEMBERED = 10_000;

  /** Who takes longer over a message answers, but is not what connections are kept for. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  private static final int WHOLE = 100;

  /** Whose a share is. */
  sealed interface Holder {
    /** A user; empty for mail that nobody handed over. */
    record User(String login) implements Holder {}

    /** A domain of ours. */
    record Domain(String name) implements Holder {}
  }

  private final Map<Holder, Integer> held = new HashMap<>();

  private final Map<String, Boolean> answering =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Whether the latest attempt in a lane had an answer, and soon. */
  boolean isAnswering(String lane) {
    return answering.containsKey(lane);
  }

  /** What came of an attempt in a lane. */
  void attempted(String lane, List<Attempt> outcomes) {
    if (outcomes.stream().anyMatch(it -> it.code() > 0 && it.took().compareTo(SLOW) <= 0)) {
      answering.put(lane, true);
    } else {
      answering.remove(lane);
    }
  }

  /** Connections that lanes may hold which are not known to answer. */
  static int forOthers(Snapshot by) {
    return limit(by) - reserve(by);
  }

  /** Connections that there may be in all: what is declared, or what the process can open. */
  static int limit(Snapshot by) {
    return DescriptorShares.of(by.config().server().limits()).outbound();
  }

  private static int reserve(Snapshot by) {
    return part(limit(by), by.config().server().limits().outbound().reservePercent());
  }

  private static int part(long limit, int percent) {
    return (int) (limit * percent / WHOLE);
  }

  /**
   * Takes a connection for a delivery's user and domain, unless they have theirs. Where nobody else
   * is, all are theirs; where the lane answers, what is kept for such lanes too.
   *
   * @return the user or domain that has its share; empty when it was taken
   */
  Optional<Holder> take(String lane, Delivery delivery, Snapshot by) {
    int more = isAnswering(lane) ? reserve(by) : 0;
    var full =
        holders(delivery).stream()
            .filter(holder -> !isAlone(holder, by) && left(holder, by) + more <= 0)
            .findFirst();
    if (full.isEmpty()) {
      holders(delivery).forEach(holder -> held.merge(holder, 1, Integer::sum));
    }
    return full;
  }

  private static boolean isAlone(Holder holder, Snapshot by) {
    return switch (holder) {
      case Holder.User(var login) -> login.isEmpty() || by.config().users().size() <= 1;
      case Holder.Domain _ -> by.config().domains().size() <= 1;
    };
  }

  /** Connections that a user or domain may still have where a lane is not known to answer. */
  int left(Holder holder, Snapshot by) {
    var rules = by.config().server().limits().outbound();
    int percent =
        switch (holder) {
          case Holder.User _ -> rules.perUserPercent();
          case Holder.Domain _ -> rules.perDomainPercent();
        };
    return Math.max(1, part(limit(by), percent)) - held.getOrDefault(holder, 0);
  }

  /**
   * Gives back what was taken.
   *
   * @return the user and the domain whose it was
   */
  List<Holder> giveBack(Delivery delivery) {
    var holders = holders(delivery);
    holders.forEach(holder -> held.computeIfPresent(holder, (_, had) -> had == 1 ? null : had - 1));
    return holders;
  }

  private static List<Holder> holders(Delivery delivery) {
    return List.of(
        new Holder.User(delivery.user().map(Submitter::login).orElse("")),
        new Holder.Domain(delivery.domain()));
  }
}
