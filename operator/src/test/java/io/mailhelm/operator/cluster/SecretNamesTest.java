package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mailhelm.operator.desired.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretNamesTest {
  private static final String PAGE =
      """
      {"kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
       "metadata": {"resourceVersion": "1", "continue": "further", "remainingItemCount": 3},
       "items": [
        {"kind": "PartialObjectMetadata", "metadata": {"annotations": {"a": "%1$s"}, "name": "theirs"}},
        {"metadata": {"name": "d-config-00", "namespace": "mail",
          "managedFields": [{"fieldsV1": {"f:metadata": {"f:labels": {}}}}],
          "labels": {"app.kubernetes.io/managed-by": "mailhelm-operator", "more": "%1$s"},
          "annotations": {"b": "%1$s"},
          "ownerReferences": [
            {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "u0"},
            {"apiVersion": "mailhelm.io/v1alpha1", "kind": "MailDomain", "name": "d", "uid": "u1",
             "controller": true, "blockOwnerDeletion": false}]}},
        {"metadata": {"name": "d-config-01", "namespace": "mail", "labels": null}}]}
      """;

  @Test
  void ofThoseThatAreLookedForItReadsWhoseTheyAre() throws IOException {
    var found = new ArrayList<Secret>();
    String next;
    try (var client = new KubernetesClientBuilder().build()) {
      next =
          new SecretNames(client, Set.of("d-config-00", "d-config-01"))
              .read(PAGE.formatted("x".repeat(100_000)).getBytes(StandardCharsets.UTF_8), found);
    }

    assertThat(next).isEqualTo("further");
    assertThat(found)
        .extracting(secret -> secret.getMetadata().getName())
        .containsExactly("d-config-00", "d-config-01");
    var metadata = found.getFirst().getMetadata();
    assertThat(metadata.getLabels()).isEqualTo(Map.of(Labels.MANAGED_BY, Labels.OPERATOR));
    assertThat(metadata.getAnnotations()).isNullOrEmpty();
    assertThat(metadata.getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo("d"));
    assertThat(Labels.areOurs(found.getLast())).isFalse();
  }
}
