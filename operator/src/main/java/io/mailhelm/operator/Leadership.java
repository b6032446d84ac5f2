package io.mailhelm.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.mailhelm.operator.cluster.RequestFailure;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Elects the operator of a release that works, where several run: the one that holds the Lease. */
class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final boolean enabled;
  private final String namespace;
  private final String lease;
  private final String identity;
  private volatile boolean ended;

  /**
   * @param lease its name
   * @param identity of this operator
   */
  Leadership(
      KubernetesClient client, boolean enabled, String namespace, String lease, String identity) {
    this.client = client;
    this.enabled = enabled;
    this.namespace = namespace;
    this.lease = lease;
    this.identity = identity;
  }

  /**
   * To be called before the election, so that the operator that leads by the former Lease stays the
   * leader.
   */
  void carryOver() {
    var former = new FormerLease(client, namespace, lease);
    if (enabled && former.carryOver()) {
      Thread.ofVirtual().name("former Lease").start(() -> carryOver(former));
    }
  }

  private void carryOver(FormerLease former) {
    var again = true;
    while (again && !ended) {
      try {
        Thread.sleep(LOOK_AGAIN);
        again = former.carryOver();
      } catch (KubernetesClientException e) {
        LOG.debugf("the former Lease is not seen: %s", e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * The settings of the election for the SDK; null where only this operator runs. An operator that
   * loses the lead ends and its pod starts anew, so that it never acts on what it knew before.
   */
  LeaderElectionConfiguration configuration() {
    return enabled
        ? LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease)
            .withLeaseNamespace(namespace)
            .withIdentity(identity)
            .build()
        : null;
  }

  /**
   * Gives the Lease back if this operator holds it, once it has stopped. The SDK would keep it, and
   * the next operator would wait until it expires: 15 seconds of every upgrade.
   */
  void giveBack() {
    ended = true;
    if (!enabled) {
      return;
    }
    try {
      var held = client.leases().inNamespace(namespace).withName(lease).get();
      if (held != null && Objects.equals(held.getSpec().getHolderIdentity(), identity)) {
        // With its resourceVersion: one that another has taken meanwhile stays the other's.
        client.resource(free(held)).update();
      }
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "the Lease was not given back, the next operator waits for its end: %s",
          RequestFailure.line(e).orElse(e.getMessage()));
    }
  }

  private static Lease free(Lease held) {
    held.getSpec().setHolderIdentity("");
    held.getSpec().setLeaseDurationSeconds(1);
    return held;
  }
}
