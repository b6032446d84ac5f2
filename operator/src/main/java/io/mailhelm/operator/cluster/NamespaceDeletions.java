package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.dns.ElapsedTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a namespace is being deleted. All that is in it goes then, the operator's own Role and
 * RoleBinding too, in no order: whatever has a finalizer is to be let go at once. Any thread.
 */
public final class NamespaceDeletions {
  private static final Duration BELIEVED = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final ElapsedTime time;

  /** Until when it is believed that one stays. */
  private final Map<String, Duration> stays = new ConcurrentHashMap<>();

  /**
   * @param time for how long an answer is believed
   */
  public NamespaceDeletions(KubernetesClient client, ElapsedTime time) {
    this.client = client;
    this.time = time;
  }

  /** Whether it is; where that is not known it is not. */
  public boolean isUnderWay(String namespace) {
    if (!time.isPast(stays.getOrDefault(namespace, Duration.ZERO))) {
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
    stays.put(namespace, time.now().plus(BELIEVED));
    return false;
  }
}
