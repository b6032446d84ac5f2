package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretStoreTest {
  private static final int KIB = 1024;

  private final SecretStore store = new SecretStore(4 * KIB, 10 * KIB);

  @Test
  void whatFitsIsKeptAsItIs() {
    var small = secret("mail", "small", 4000);

    assertThat(put(small)).isNull();

    assertThat(store.get("mail/small")).isSameAs(small);
    assertThat(SecretStore.refused(small)).isEmpty();
    assertThat(SecretStore.isBeyondShare(small)).isFalse();
  }

  @Test
  void ofOneThatIsTooLargeIsKeptThatItIsThere() {
    put(secret("mail", "large", 5000));

    var kept = store.get("mail/large");
    assertThat(kept.getData()).isNull();
    assertThat(kept.getMetadata().getLabels()).containsEntry("mailhelm.io/use", "tls");
    assertThat(kept.getMetadata().getAnnotations())
        .containsEntry("mailhelm.io/hosts", "a.example")
        .doesNotContainKey("example.com/huge");
    assertThat(SecretStore.refused(kept)).hasValue("it is larger than 4 KiB: make it smaller");
  }

  @Test
  void annotationsCount() {
    var annotated = secret("mail", "annotated", 10);
    annotated.getMetadata().getAnnotations().put("example.com/huge", "x".repeat(5000));

    put(annotated);

    assertThat(SecretStore.refused(store.get("mail/annotated"))).isPresent();
  }

  @Test
  void labelsCountAndOthersAreNotKept() {
    var labelled = secret("mail", "labelled", 10);
    var labels = new HashMap<>(labelled.getMetadata().getLabels());
    for (int i = 0; i < 200; i++) {
      labels.put("example.com/label-" + i, "x".repeat(20));
    }
    labelled.getMetadata().setLabels(labels);

    put(labelled);

    var kept = store.get("mail/labelled");
    assertThat(SecretStore.refused(kept)).isPresent();
    assertThat(kept.getMetadata().getLabels())
        .containsEntry("mailhelm.io/use", "tls")
        .doesNotContainKey("example.com/label-1");
  }

  @Test
  void aNamespaceHasItsShareAndWhatGoesGivesItBack() {
    put(secret("mail", "a", 3900));
    put(secret("mail", "b", 3900));
    put(secret("mail", "c", 3900));
    put(secret("shop", "a", 3900));

    assertThat(SecretStore.isBeyondShare(store.get("mail/c"))).isTrue();
    assertThat(SecretStore.refused(store.get("mail/c"))).isEmpty();
    assertThat(SecretStore.isBeyondShare(store.get("shop/a"))).isFalse();

    assertThat(store.remove("mail/a")).isNotNull();
    put(secret("mail", "b", 3900));
    put(secret("mail", "c", 3900));
    assertThat(SecretStore.isBeyondShare(store.get("mail/c"))).isFalse();
    assertThat(store.size()).isEqualTo(3);
    assertThat(store.keySet()).containsExactlyInAnyOrder("mail/b", "mail/c", "shop/a");
  }

  private Secret put(Secret secret) {
    return store.put(store.getKey(secret), secret);
  }

  private static Secret secret(String namespace, String name, int octets) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels("mailhelm.io/use", "tls")
        .addToAnnotations("mailhelm.io/hosts", "a.example")
        .endMetadata()
        .withData(Map.of("tls.crt", "x".repeat(octets)))
        .build();
  }
}
