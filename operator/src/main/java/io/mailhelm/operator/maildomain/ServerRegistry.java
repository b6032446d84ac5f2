package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.Owners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Keeps a {@link ServerMemory} for each server. Any thread. */
final class ServerRegistry {
  private static final Logger LOG = Logger.getLogger(ServerRegistry.class);

  /** One may be as large as an API server takes a Secret. */
  private static final long PAGE = 10;

  private final KubernetesClient client;
  private final ReentrantLock reading = new ReentrantLock();
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
   * The Secrets of its config. Others of its labels anybody may have made, as large and as many as
   * an API server takes: they come in small pages, of one MailDomain at a time, and are let go.
   */
  private List<Secret> secrets(MailDomain host) {
    var names = Set.copyOf(ConfigSecrets.names(host));
    var labelled =
        client.secrets().inNamespace(host.getMetadata().getNamespace()).withLabels(Labels.of(host));
    var ofConfig = new ArrayList<Secret>();
    reading.lock();
    try {
      String next = null;
      do {
        var page =
            labelled.list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
        page.getItems().stream()
            .filter(secret -> names.contains(secret.getMetadata().getName()))
            // A predecessor's of the same name may still be there: it was another server.
            .filter(secret -> Owners.owns(host, secret))
            .forEach(ofConfig::add);
        next = page.getMetadata().getContinue();
      } while (next != null && !next.isEmpty());
    } finally {
      reading.unlock();
    }
    return ofConfig;
  }

  /** Read from the API server itself: an informer may be behind, and nothing may be lost here. */
  private ServerMemory written(MailDomain host) {
    var secrets = secrets(host);
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
