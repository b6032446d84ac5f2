package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which APIs of other projects the cluster serves. An answer is reused for a minute. Any
 * thread.
 */
public final class InstalledApis {
  private static final Duration HOLDS = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  public InstalledApis(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  private record Seen(boolean installed, Instant at) {}

  /**
   * Whether the cluster has a kind.
   *
   * @param apiVersion group and version
   */
  public boolean has(String apiVersion, String kind) {
    return seen.compute(apiVersion + "/" + kind, (key, last) -> look(apiVersion, kind, last))
        .installed();
  }

  private Seen look(String apiVersion, String kind, Seen last) {
    var now = clock.instant();
    if (last != null && now.isBefore(last.at().plus(HOLDS))) {
      return last;
    }
    var resources = client.getApiResources(apiVersion);
    return new Seen(
        resources != null
            && resources.getResources().stream().anyMatch(any -> any.getKind().equals(kind)),
        now);
  }
}
