package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.dns.ElapsedTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which APIs of other projects the cluster serves. An answer is reused for a minute. Any
 * thread.
 */
public final class InstalledApis {
  private static final Duration HOLDS = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final ElapsedTime time;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param time for how long an answer is reused
   */
  public InstalledApis(KubernetesClient client, ElapsedTime time) {
    this.client = client;
    this.time = time;
  }

  private record Seen(boolean installed, Duration until) {}

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
    if (last != null && !time.isPast(last.until())) {
      return last;
    }
    var resources = client.getApiResources(apiVersion);
    return new Seen(
        resources != null
            && resources.getResources().stream().anyMatch(any -> any.getKind().equals(kind)),
        time.now().plus(HOLDS));
  }
}
