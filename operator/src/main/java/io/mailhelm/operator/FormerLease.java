package io.mailhelm.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Carries the leader over from the Lease that all releases once shared to the release's own. An
 * upgrade begins while a pod of the version before still leads by the shared Lease. Until that pod
 * ends, the release's own Lease names it as its holder; otherwise two operators would lead. One
 * thread.
 */
final class FormerLease {
  static final String NAME = "mailhelm-operator";

  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final String namespace;
  private final String own;
  private final Set<String> holders = new HashSet<>();

  /**
   * @param own name of the release's Lease, and of its Deployment
   */
  FormerLease(KubernetesClient client, String namespace, String own) {
    this.client = client;
    this.namespace = namespace;
    this.own = own;
  }

  /**
   * Copies the former Lease's holder into the release's own Lease, if that holder is a pod of the
   * same release.
   *
   * @return whether to repeat this in a moment; false: there is no such pod, or one leads by the
   *     release's own Lease
   */
  boolean carryOver() {
    if (own.equals(NAME)) {
      return false;
    }
    var former = lease(NAME).filter(lease -> holder(lease).startsWith(own + "-"));
    former.map(FormerLease::holder).ifPresent(holders::add);
    var there = lease(own);
    var held = there.map(FormerLease::holder).orElse("");
    if (holders.isEmpty() || !held.isEmpty() && !holders.contains(held)) {
      return false;
    }
    former
        .filter(from -> there.filter(to -> to.getSpec().equals(from.getSpec())).isEmpty())
        .ifPresent(from -> write(from, there));
    return true;
  }

  private void write(Lease from, Optional<Lease> there) {
    try {
      if (there.isPresent()) {
        // With its resourceVersion: one that is taken meanwhile stays whose it is.
        client.resource(new LeaseBuilder(there.get()).withSpec(from.getSpec()).build()).update();
      } else {
        client
            .resource(
                new LeaseBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(own)
                    .endMetadata()
                    .withSpec(from.getSpec())
                    .build())
            .create();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  private Optional<Lease> lease(String name) {
    return Optional.ofNullable(client.leases().inNamespace(namespace).withName(name).get())
        .filter(lease -> lease.getSpec() != null);
  }

  private static String holder(Lease lease) {
    return Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }
}
