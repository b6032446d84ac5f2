package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.mailhelm.config.ConfigDocument;
import java.util.List;

/** Makes the volumes that a pod mounts, at the paths where the server looks for them. */
final class ServerVolumes {
  private static final String CONFIG = "config";
  private static final String TOKEN = "token";
  private static final String API_TLS = "api-tls";
  private static final String TMP = "tmp";

  /** File mode: its owner (root) and fsGroup may read. */
  private static final int READ_ONLY = 0440;

  private ServerVolumes() {}

  static List<Volume> of(String d) {
    return List.of(
        new VolumeBuilder()
            .withName(CONFIG)
            .withNewProjected()
            .withDefaultMode(READ_ONLY)
            .withSources(ConfigDocument.names().stream().map(part -> optional(d, part)).toList())
            .endProjected()
            .build(),
        secret(TOKEN, ObjectNames.token(d)),
        secret(API_TLS, ObjectNames.apiTls(d)),
        new VolumeBuilder().withName(TMP).withNewEmptyDir().endEmptyDir().build());
  }

  static List<VolumeMount> mounts() {
    return List.of(
        readOnly(CONFIG, "/etc/mailhelm/config"),
        readOnly(TOKEN, "/etc/mailhelm/token"),
        readOnly(API_TLS, "/etc/mailhelm/api-tls"),
        new VolumeMountBuilder()
            .withName(DataClaim.NAME)
            .withMountPath("/var/lib/mailhelm")
            .build(),
        new VolumeMountBuilder().withName(TMP).withMountPath("/tmp").build());
  }

  /**
   * A projection that is named from the first pod on, whether its Secret exists or not, so that a
   * shard that is added later replaces no pods.
   */
  private static VolumeProjection optional(String d, String part) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(ObjectNames.config(d, part))
        .withOptional(true)
        .endSecret()
        .build();
  }

  private static Volume secret(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(READ_ONLY)
        .endSecret()
        .build();
  }

  private static VolumeMount readOnly(String name, String path) {
    return new VolumeMountBuilder().withName(name).withMountPath(path).withReadOnly(true).build();
  }
}
