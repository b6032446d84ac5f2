package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodRevisionTest {
  private static ServerShape shape(String line) {
    return Shapes.of(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: example-com, namespace: mail, uid: u1}
        spec:
          domain: example.com
          server:
            drainTimeout: 1m
            %s
        """
            .formatted(line));
  }

  private static PodRevision revision(String line) {
    return PodRevision.of(shape(line));
  }

  @Test
  void equalDeclarationsGiveEqualOnes() {
    assertThat(revision("resources: {limits: {memory: 1Gi, cpu: 1}}"))
        .isEqualTo(revision("resources: {limits: {cpu: 1, memory: 1Gi}}"));
    assertThat(revision("").declared()).matches("[0-9a-f]{12}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: mailhelm/smtp-server:other",
        "resources: {limits: {memory: 1Gi}}",
        "podTemplate: {nodeSelector: {disk: fast}}",
        "listeners: [{name: smtp, port: 2525}]",
        "management: {port: 4001}"
      })
  void whatAnOwnerSaysOfThePodsIsInBoth(String line) {
    assertThat(revision(line).declared()).isNotEqualTo(revision("").declared());
    assertThat(revision(line).template()).isNotEqualTo(revision("").template());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limits: {recipients: 7}", "upgrade: Manual", "service: {type: ClusterIP}"})
  void whatIsNoMatterOfThePodsIsInNeither(String line) {
    assertThat(revision(line)).isEqualTo(revision(""));
  }

  @Test
  void anotherDefaultImageIsTheOperators() {
    var next =
        PodRevision.of(shape("").with(new DefaultImage("mailhelm/smtp-server:2.0.0", "Always")));

    assertThat(next.declared()).isEqualTo(revision("").declared());
    assertThat(next.template()).isNotEqualTo(revision("").template());
  }
}
