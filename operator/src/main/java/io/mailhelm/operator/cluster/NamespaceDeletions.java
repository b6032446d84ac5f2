package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a namespace is being deleted. All that is in it goes then, the operator's own Role and
 * RoleBinding too, in no order: whatever has a finalizer is to be let go at once. Any thread.
 */
public final class NamespaceDeletions {
  private static final Duration BELIEVED = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Instant> stays = new ConcurrentHashMap<>();

  public NamespaceDeletions(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Whether it is; where that is not known it is not. */
  public boolean isUnderWay(String namespace) {
    var now = clock.instant();
    if (stays.getOrDefault(namespace, Instant.MIN).isAfter(now.minus(BELIEVED))) {
      return false;
    }
    try {
      var there = client.namespaces().withName(namespace).get();
      if (there != null && there.getMetadata().getDeletionTimestamp() != null) {
        return true;
      }
    } catch (KubernetesClientException e) {
      if (!RefusedWrite.is(e)) {
        throw e;
      }
    }
    stays.put(namespace, now);
    return false;
  }
}
