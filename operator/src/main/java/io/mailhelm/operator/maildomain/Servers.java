package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of each server. Any thread. */
final class Servers {
  private final KubernetesClient client;
  private final Map<ResourceID, ServerMemory> byHost = new ConcurrentHashMap<>();

  Servers(KubernetesClient client) {
    this.client = client;
  }

  /** What is known of the server of this MailDomain; at first, what its Secrets hold. */
  ServerMemory of(MailDomain host) {
    // Not inside computeIfAbsent: it would hold others up while the API server answers.
    var id = ResourceID.fromResource(host);
    var known = byHost.get(id);
    if (known == null) {
      known = new ServerMemory(written(host));
      byHost.put(id, known);
    }
    return known;
  }

  void forget(MailDomain host) {
    byHost.remove(ResourceID.fromResource(host));
  }

  /** Read from the API server itself: an informer may be behind, and nothing may be lost here. */
  private Optional<ServerConfig> written(MailDomain host) {
    var secrets =
        client
            .secrets()
            .inNamespace(host.getMetadata().getNamespace())
            .withLabels(Labels.of(host))
            .list()
            .getItems();
    try {
      return Optional.of(ConfigSecrets.document(host, secrets).mixed());
    } catch (IncompleteDocumentException e) {
      return Optional.empty();
    }
  }
}
