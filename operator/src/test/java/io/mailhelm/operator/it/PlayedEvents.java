package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Writes Events as controllers do: one for each object and reason, its last time kept up. */
final class PlayedEvents {
  private static final Duration SELDOM = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final Map<String, Instant> written = new HashMap<>();
  private final Map<String, String> begun = new HashMap<>();

  PlayedEvents(KubernetesClient client) {
    this.client = client;
  }

  void warn(HasMetadata object, String reason, String message) {
    var metadata = object.getMetadata();
    var name = metadata.getUid() + "." + reason.toLowerCase(Locale.ROOT);
    var now = Instant.now();
    if (written.getOrDefault(name, Instant.EPOCH).plus(SELDOM).isAfter(now)) {
      return;
    }
    written.put(name, now);
    var text = now.truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withInvolvedObject(
                    new ObjectReferenceBuilder()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .build())
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(begun.computeIfAbsent(name, any -> text))
                .withLastTimestamp(text)
                .build())
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }
}
