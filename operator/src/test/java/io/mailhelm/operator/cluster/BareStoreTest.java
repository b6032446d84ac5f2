package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class BareStoreTest {
  private final BareStore<Pod> store = new BareStore<>();

  @Test
  void whoSetWhichFieldIsNotKeptAndTheRestIs() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("mail")
            .withName("a")
            .withUid("1")
            .withManagedFields(new ManagedFieldsEntry())
            .endMetadata()
            .build();

    store.put(store.getKey(pod), pod);

    var kept = store.get("mail/a");
    assertThat(kept.getMetadata().getManagedFields()).isEmpty();
    assertThat(kept.getMetadata().getUid()).isEqualTo("1");
  }
}
