package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an Argo CD that tracks by label may find in the namespace of an application. */
class KeptTest {
  private static final ServerShape SHAPE =
      Shapes.of(
          """
          apiVersion: mailhelm.io/v1alpha1
          kind: MailDomain
          metadata: {name: mail, namespace: mail, uid: a}
          spec: {domain: example.com, server: {}}
          """);
  private static final Map<String, byte[]> PAIR =
      Map.of("tls.crt", new byte[] {1}, "tls.key", new byte[] {2});

  @Test
  void whatHasNoOwnerIsMarkedAsKept() {
    for (var secret :
        List.<HasMetadata>of(
            TlsSecret.of(SHAPE.domain(), PAIR), DkimSecret.of(SHAPE.domain(), Map.of()))) {
      assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
      assertThat(secret.getMetadata().getAnnotations())
          .containsEntry("argocd.argoproj.io/sync-options", "Prune=false,Delete=false")
          .containsEntry("argocd.argoproj.io/compare-options", "IgnoreExtraneous");
    }
  }

  @Test
  void allElseHasAnOwnerWhichArgoCdLeavesAlone() {
    assertThat(Shapes.objects(SHAPE))
        .isNotEmpty()
        .allSatisfy(object -> assertThat(object.getMetadata().getOwnerReferences()).isNotEmpty());
  }
}
