package io.mailhelm.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.mailhelm.operator.cluster.RequestFailure;
import java.util.Objects;
import org.jboss.logging.Logger;

/** One operator at a time, where there may be several: the one that holds the Lease. */
class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class);
  static final String LEASE = "mailhelm-operator";

  private final KubernetesClient client;
  private final boolean enabled;
  private final String namespace;
  private final String identity;

  Leadership(KubernetesClient client, boolean enabled, String namespace, String identity) {
    this.client = client;
    this.enabled = enabled;
    this.namespace = namespace;
    this.identity = identity;
  }

  /**
   * For the SDK; null where there is only this operator. One that stops leading ends, and its pod
   * starts anew, so that nothing it knew is acted on later.
   */
  LeaderElectionConfiguration configuration() {
    return enabled
        ? LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
            .withLeaseNamespace(namespace)
            .withIdentity(identity)
            .build()
        : null;
  }

  /**
   * Gives the Lease back where this operator holds it, once it has stopped. The SDK keeps it, and
   * the next operator would wait for its end: 15 seconds of every upgrade.
   */
  void giveBack() {
    if (!enabled) {
      return;
    }
    var lease = client.leases().inNamespace(namespace).withName(LEASE);
    try {
      var held = lease.get();
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
