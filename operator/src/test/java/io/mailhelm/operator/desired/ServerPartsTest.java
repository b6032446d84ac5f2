package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.mailhelm.crds.MailDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPartsTest {
  private final MailDomain host = host();

  private static MailDomain host() {
    var host = new MailDomain();
    host.getMetadata().setName("a");
    return host;
  }

  private PersistentVolumeClaim claim(String name) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Labels.selector(host))
        .endMetadata()
        .build();
  }

  private Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Labels.selector(host))
        .endMetadata()
        .build();
  }

  private Pod owned(String kind, String owner) {
    var pod = pod("a-smtp-0");
    pod.getMetadata()
        .getOwnerReferences()
        .add(
            new OwnerReferenceBuilder()
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .build());
    return pod;
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-a-smtp-0", "data-a-smtp-7", "data-a-smtp-12"})
  void claimsOfItsPodsAreIts(String name) {
    assertThat(ServerParts.isClaim(claim(name), host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restore-of-monday",
        "data-a-smtp-0-old",
        "data-a-smtp-",
        "data-a-smtp-00",
        "data-b-smtp-0",
        "a-smtp-0",
        "old-data-a-smtp-0"
      })
  void othersOfItsLabelsAreNot(String name) {
    assertThat(ServerParts.isClaim(claim(name), host)).isFalse();
  }

  @Test
  void aNameAloneIsNoneOfIts() {
    var claim = claim("data-a-smtp-0");
    claim.getMetadata().setLabels(null);

    assertThat(ServerParts.isClaim(claim, host)).isFalse();
  }

  @Test
  void aPodIsItsStatefulSets() {
    assertThat(ServerParts.isPod(owned("StatefulSet", "a-smtp"), host)).isTrue();
    assertThat(ServerParts.isPod(pod("a-smtp-0"), host)).isTrue();
    assertThat(ServerParts.isPod(pod("debug"), host)).isFalse();
    assertThat(ServerParts.isPod(owned("ReplicaSet", "a-smtp"), host)).isFalse();
    assertThat(ServerParts.isPod(owned("StatefulSet", "b-smtp"), host)).isFalse();
  }
}
