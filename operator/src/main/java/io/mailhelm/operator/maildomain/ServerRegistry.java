package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.Owners;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Keeps a {@link ServerMemory} for each server. Any thread. */
final class ServerRegistry {
  private static final Logger LOG = Logger.getLogger(ServerRegistry.class);
  private final KubernetesClient client;
  private final Map<String, ServerMemory> byUid = new ConcurrentHashMap<>();

  ServerRegistry(KubernetesClient client) {
    this.client = client;
  }

  /** What is known of the server of this MailDomain; at first, the config in its Secrets. */
  ServerMemory of(MailDomain host) {
    // Not inside computeIfAbsent: it would hold others up while the API server answers.
    var uid = host.getMetadata().getUid();
    var known = byUid.get(uid);
    if (known == null) {
      known = written(host);
      byUid.put(uid, known);
    }
    return known;
  }

  void forget(MailDomain host) {
    byUid.remove(host.getMetadata().getUid());
  }

  /**
   * Reads the config from the API server itself: an informer may lag behind, and nothing may be
   * lost here.
   */
  private ServerMemory written(MailDomain host) {
    var secrets =
        client
            .secrets()
            .inNamespace(host.getMetadata().getNamespace())
            .withLabels(Labels.of(host))
            .list()
            .getItems()
            .stream()
            // A predecessor's of the same name may still be there: it was another server.
            .filter(secret -> Owners.owns(host, secret))
            .toList();
    var format = Optional.<Integer>empty();
    try {
      var document = ConfigSecrets.document(host, secrets);
      format = Optional.of(document.format());
      return new ServerMemory(Optional.of(document.mixed()), format);
    } catch (IncompleteDocumentException | IllegalArgumentException e) {
      // Whatever somebody put there: the declarations say it all, but for what is refused now.
      if (!secrets.isEmpty()) {
        LOG.warnf(
            "the config of MailDomain %s in %s cannot be read and is made anew: %s",
            ObjectNames.of(host), host.getMetadata().getNamespace(), e.getMessage());
      }
      return new ServerMemory(Optional.empty(), format);
    }
  }
}
