package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Originator;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides the outgoing connections, so that slow hosts do not make everyone wait: how many a user
 * and a domain of ours may hold, and how many are kept for destinations that answer. The
 * dispatcher's lock guards it.
 */
final class Shares {
  /** Lanes that are remembered to answer. */
  private static final int REMEMBERED = 10_000;

  /** A server that takes longer for a message answers, but no connections are kept for it. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  /** One in this many connections may be for reports. */
  private static final int REPORTS = 4;

  private static final int WHOLE = 100;

  /**
   * Which connections something may have.
   *
   * @param isReport whether it is a report, for which there is a part of them
   * @param isAnswering whether its lane is known to answer, for which a part of them is kept
   */
  record Group(boolean isReport, boolean isAnswering) {}

  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> domains = new HashMap<>();

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

  /** The group of what is in a lane. */
  Group group(String lane) {
    return new Group(LaneKey.parse(lane).isReport(), isAnswering(lane));
  }

  /** Takes note of an attempt in a lane. Returns whether it answers and was not known to. */
  boolean attempted(String lane, List<Attempt> outcomes) {
    if (outcomes.stream().anyMatch(it -> it.code() > 0 && it.took().compareTo(SLOW) <= 0)) {
      return answering.put(lane, true) == null;
    }
    answering.remove(lane);
    return false;
  }

  /** Connections that there may be in all: what is declared, or what the process can open. */
  static int limit(ConfigSnapshot by) {
    return DescriptorShares.of(by.config().server().limits()).outbound();
  }

  /** Connections that lanes may hold which are not known to answer. */
  static int forOthers(ConfigSnapshot by) {
    return limit(by) - reserve(by);
  }

  /** Connections that reports may hold: what remains is the users'. */
  static int forReports(ConfigSnapshot by) {
    return Math.max(1, limit(by) / REPORTS);
  }

  private static int reserve(ConfigSnapshot by) {
    return part(limit(by), by.config().server().limits().outbound().reservePercent());
  }

  private static int part(long limit, int percent) {
    return (int) (limit * percent / WHOLE);
  }

  /**
   * Connections that a user and a domain may still have. Where nobody else is, all are theirs;
   * where the lane answers, what is kept for such lanes too.
   */
  int left(Originator originator, Group group, ConfigSnapshot by) {
    return Math.min(
        leftForUser(originator.login(), group, by), leftForDomain(originator.domain(), group, by));
  }

  /** The same of a user; of mail that nobody handed over where the login is empty. */
  int leftForUser(String login, Group group, ConfigSnapshot by) {
    boolean isAlone = login.isEmpty() || by.config().users().size() <= 1;
    int percent = by.config().server().limits().outbound().perUserPercent();
    return isAlone ? limit(by) : left(percent, users.getOrDefault(login, 0), group, by);
  }

  /** The same of a domain. */
  int leftForDomain(String domain, Group group, ConfigSnapshot by) {
    boolean isAlone = by.config().domains().size() <= 1;
    int percent = by.config().server().limits().outbound().perDomainPercent();
    return isAlone ? limit(by) : left(percent, domains.getOrDefault(domain, 0), group, by);
  }

  private static int left(int percent, int held, Group group, ConfigSnapshot by) {
    int more = group.isAnswering() ? reserve(by) : 0;
    return Math.max(1, part(limit(by), percent)) - held + more;
  }

  /** Takes a connection for a user and a domain. */
  void take(Originator originator) {
    users.merge(originator.login(), 1, Integer::sum);
    domains.merge(originator.domain(), 1, Integer::sum);
  }

  /** Gives back what was taken. */
  void giveBack(Originator originator) {
    users.computeIfPresent(originator.login(), Shares::oneLess);
    domains.computeIfPresent(originator.domain(), Shares::oneLess);
  }

  private static Integer oneLess(String whose, int had) {
    return had == 1 ? null : had - 1;
  }
}
