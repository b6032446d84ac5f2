package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> domains = new HashMap<>();

  /** Users, and domains, that could not have one more. */
  private final Set<String> refused = new HashSet<>();

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
   */
  boolean take(String lane, Delivery delivery, Snapshot by) {
    var rules = by.config().server().limits().outbound();
    int more = isAnswering(lane) ? reserve(by) : 0;
    boolean isUserAlone = delivery.user().isEmpty() || by.config().users().size() <= 1;
    boolean isDomainAlone = by.config().domains().size() <= 1;
    if (!isUserAlone && !fits(users, user(delivery), rules.perUserPercent(), more, by)) {
      return refused(user(delivery));
    }
    if (!isDomainAlone && !fits(domains, delivery.domain(), rules.perDomainPercent(), more, by)) {
      return refused(delivery.domain());
    }
    users.merge(user(delivery), 1, Integer::sum);
    domains.merge(delivery.domain(), 1, Integer::sum);
    return true;
  }

  private boolean refused(String whose) {
    refused.add(whose);
    return false;
  }

  private static boolean fits(
      Map<String, Integer> held, String whose, int percent, int more, Snapshot by) {
    int most = Math.max(1, part(limit(by), percent)) + more;
    return held.getOrDefault(whose, 0) < most;
  }

  /**
   * Gives back what was taken.
   *
   * @return whether somebody was refused it meanwhile
   */
  boolean giveBack(Delivery delivery) {
    users.computeIfPresent(user(delivery), (_, held) -> held == 1 ? null : held - 1);
    domains.computeIfPresent(delivery.domain(), (_, held) -> held == 1 ? null : held - 1);
    return refused.remove(user(delivery)) | refused.remove(delivery.domain());
  }

  private static String user(Delivery delivery) {
    return delivery.user().map(Submitter::login).orElse("");
  }
}
