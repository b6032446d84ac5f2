package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.operator.desired.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers Secrets of somebody else that have the name of one of ours. No informer sees them. The
 * operator learns of one when a write meets it, and from then on reads it by its name until it is
 * gone. There are never more than our own names. Any thread.
 */
public final class ForeignSecrets {
  private final KubernetesClient client;
  private final Set<SecretName> met = ConcurrentHashMap.newKeySet();

  public ForeignSecrets(KubernetesClient client) {
    this.client = client;
  }

  /** Remembers that somebody else's Secret has this name. */
  public void met(SecretName name) {
    met.add(name);
  }

  /** The Secret of that name, if a write met it and it still exists. Asks the API server. */
  public Optional<Secret> at(SecretName name) {
    if (!met.contains(name)) {
      return Optional.empty();
    }
    var there =
        Optional.ofNullable(
                client.secrets().inNamespace(name.namespace()).withName(name.name()).get())
            .filter(any -> !isSeen(any));
    if (there.isEmpty()) {
      met.remove(name);
    }
    return there;
  }

  /**
   * Those of these names that no informer sees, met or not, without what is in them. It asks the
   * API server.
   */
  public List<Secret> of(String namespace, Set<String> names) {
    return new SecretNames(client, names)
        .in(namespace).stream().filter(any -> !isSeen(any)).toList();
  }

  /** Whether informers see it, or will. */
  private static boolean isSeen(Secret secret) {
    var metadata = secret.getMetadata();
    return Labels.areOurs(secret)
        || SecretMark.of(metadata.getLabels(), metadata.getAnnotations()).isPresent();
  }
}
