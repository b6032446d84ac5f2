package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.VolumeRefusal;
import java.time.Instant;
import java.util.Optional;

/** What is on the volume of a played pod: a new claim has a new volume, and no mail on it. */
final class PlayedStore {
  private final KubernetesClient client;
  private final String namespace;
  private final String pod;
  private volatile String id = "";
  private volatile boolean hadMail;

  PlayedStore(KubernetesClient client, String namespace, String pod) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
  }

  /** From now on it has had mail. */
  void getsMail() {
    hadMail = true;
  }

  String id() {
    return id;
  }

  boolean hadMail() {
    return hadMail;
  }

  /** Looks which claim the pod has. */
  void mounted() {
    var claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName("data-" + pod).get();
    var now = claim == null ? id : claim.getMetadata().getUid().replace("-", "");
    if (!now.equals(id)) {
      id = now;
      hadMail = false;
    }
  }

  /** How a pod ends whose config expects another store; empty: it serves. */
  Optional<PodStatus> refusal(Optional<ServerConfig> config) {
    return config
        .flatMap(any -> any.storeOf(pod))
        .filter(expected -> !expected.givenUp() && !expected.store().equals(id))
        .map(ExpectedStore::store)
        .map(this::ended);
  }

  private PodStatus ended(String expected) {
    var why = hadMail ? VolumeRefusal.OtherVolume : VolumeRefusal.EmptyVolume;
    return Serialization.unmarshal(
        """
        phase: Running
        conditions:
        - {type: PodScheduled, status: "True"}
        - {type: Ready, status: "False", lastTransitionTime: "2026-01-01T00:00:00Z"}
        containerStatuses:
        - name: smtp-server
          image: mailhelm/smtp-server:test
          imageID: ""
          ready: false
          restartCount: 1
          state:
            waiting: {reason: CrashLoopBackOff, message: back-off 10s restarting failed container}
          lastState:
            terminated:
              exitCode: %d
              reason: Error
              finishedAt: "%s"
              message: 'mailhelm: %s: it has no mail, and that of store %s was there'
        """
            .formatted(why.exitCode(), Instant.EPOCH, why, expected),
        PodStatus.class);
  }
}
