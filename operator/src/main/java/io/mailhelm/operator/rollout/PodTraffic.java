package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.Traffic;
import io.mailhelm.compiler.Traffic.Port25;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Remembers what the pods of one server last said of their connections, and adds it up. A pod that
 * once does not answer is still remembered, and the address that is shown stays the same while it
 * is in a sample, so that statuses do not change without need. For one thread at a time.
 */
public final class PodTraffic {
  /** Connections that are enough to judge by. */
  private static final int ENOUGH = 10;

  private final Map<String, PodReport> said = new TreeMap<>();
  private Optional<InetAddress> shown = Optional.empty();

  /** Takes in what pods report, by their names. */
  void heard(Map<String, PodReport> reports) {
    said.putAll(reports);
  }

  /**
   * The traffic of all pods together.
   *
   * @param pods names of the pods that exist; reports of others are forgotten
   * @param insider whether an address is one of the cluster's own
   * @return empty where none of them has reported anything yet
   */
  Optional<Traffic> of(Set<String> pods, Predicate<InetAddress> insider) {
    said.keySet().retainAll(pods);
    if (said.isEmpty()) {
      return Optional.empty();
    }
    var seen = said.values().stream().flatMap(report -> report.peers().literals()).toList();
    var outsiders = seen.stream().filter(insider.negate()).toList();
    shown = example(outsiders.isEmpty() ? seen : outsiders);
    return Optional.of(
        new Traffic(
            connections(),
            !outsiders.isEmpty(),
            shown.map(InetAddress::getHostAddress).orElse(""),
            port25()));
  }

  private Optional<InetAddress> example(List<InetAddress> candidates) {
    return shown.filter(candidates::contains).or(() -> candidates.stream().findFirst());
  }

  private long connections() {
    return Math.min(
        ENOUGH,
        said.values().stream()
            .mapToLong(report -> Math.clamp(report.peers().connections(), 0, ENOUGH))
            .sum());
  }

  /**
   * Whether port 25 is open. Blocked for one pod counts as blocked: its mail is late whatever the
   * others can do.
   */
  private Port25 port25() {
    var all = said.values().stream().map(report -> report.outbound().port25()).toList();
    if (all.contains(Port25.Blocked.name())) {
      return Port25.Blocked;
    }
    return all.contains(Port25.Open.name()) ? Port25.Open : Port25.Unknown;
  }
}
