package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The garbage collector, for the kinds that Mailhelm makes and their owners. */
final class PlayedGarbage {
  private final KubernetesClient client;
  private final String namespace;

  PlayedGarbage(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Deletes what has owners of which none is there any more. */
  void collect() {
    Set<String> before;
    var owners = owners();
    do {
      before = owners;
      var living = owners;
      objects()
          .filter(object -> !object.getMetadata().getOwnerReferences().isEmpty())
          .filter(
              object ->
                  object.getMetadata().getOwnerReferences().stream()
                      .noneMatch(owner -> living.contains(owner.getUid())))
          .forEach(object -> client.resource(object).delete());
      owners = owners();
    } while (!owners.equals(before));
  }

  private Set<String> owners() {
    return Stream.<Stream<? extends HasMetadata>>of(
            client.resources(MailDomain.class).inNamespace(namespace).list().getItems().stream(),
            client.resources(MailUser.class).inNamespace(namespace).list().getItems().stream(),
            sets())
        .flatMap(owners -> owners)
        .map(owner -> owner.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  private Stream<? extends HasMetadata> sets() {
    return client.apps().statefulSets().inNamespace(namespace).list().getItems().stream();
  }

  private Stream<HasMetadata> objects() {
    return Stream.<Stream<? extends HasMetadata>>of(
            sets(),
            client.services().inNamespace(namespace).list().getItems().stream(),
            client.secrets().inNamespace(namespace).list().getItems().stream(),
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream(),
            client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream(),
            client.pods().inNamespace(namespace).list().getItems().stream())
        .flatMap(objects -> objects);
  }
}
