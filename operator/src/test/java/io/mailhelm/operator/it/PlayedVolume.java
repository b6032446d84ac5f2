package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a kubelet would put into a pod's volumes now: by the pod's own spec, nothing else. */
final class PlayedVolume {
  private static final String CONFIG = "config";

  private final KubernetesClient client;
  private final String namespace;

  PlayedVolume(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Content of the Secrets mounted by name, by volume; empty while one is missing. */
  Optional<Map<String, Map<String, byte[]>>> secrets(Pod pod) {
    var mounts = new TreeMap<String, Map<String, byte[]>>();
    for (var volume : pod.getSpec().getVolumes()) {
      if (volume.getSecret() != null) {
        var secret =
            client
                .secrets()
                .inNamespace(namespace)
                .withName(volume.getSecret().getSecretName())
                .get();
        if (secret == null) {
          return Optional.empty();
        }
        mounts.put(volume.getName(), files(secret));
      }
    }
    return Optional.of(mounts);
  }

  /** The files of the projected volume {@code config}; an optional Secret may be missing. */
  SortedMap<String, byte[]> config(Pod pod) {
    var all =
        client.secrets().inNamespace(namespace).list().getItems().stream()
            .collect(Collectors.toMap(secret -> secret.getMetadata().getName(), secret -> secret));
    var files = new TreeMap<String, byte[]>();
    pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(CONFIG))
        .map(Volume::getProjected)
        .flatMap(projected -> projected.getSources().stream())
        .map(source -> all.get(source.getSecret().getName()))
        .filter(Objects::nonNull)
        .forEach(secret -> files.putAll(files(secret)));
    return files;
  }

  private static Map<String, byte[]> files(Secret secret) {
    var files = new TreeMap<String, byte[]>();
    Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
        .forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
    return files;
  }
}
