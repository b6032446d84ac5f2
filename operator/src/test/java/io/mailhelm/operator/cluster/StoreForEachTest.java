package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.mailhelm.crds.MailDomain;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreForEachTest {
  private static final long PAGE = 20;

  private final InformerEventSourceConfiguration<Pod> configuration =
      InformerEventSourceConfiguration.from(Pod.class, MailDomain.class)
          .withName("Pod")
          .withNamespacesInheritedFromController()
          .withSecondaryToPrimaryMapper(pod -> Set.of())
          .withLabelSelector("a=b")
          .withInformerListLimit(PAGE)
          .build();

  private final StoreForEach<Pod> each = new StoreForEach<>(configuration, BareStore::new);

  /** One that lists its namespace takes what is of others out of its store. */
  @Test
  void noTwoInformersHaveOneStore() {
    var first = each.getInformerConfig().getItemStore();

    assertThat(first).isInstanceOf(BareStore.class);
    assertThat(each.getInformerConfig().getItemStore()).isNotSameAs(first);
  }

  @Test
  void theRestIsAsConfigured() {
    assertThat(each.name()).isEqualTo("Pod");
    assertThat(each.getResourceClass()).isEqualTo(Pod.class);
    var informer = each.getInformerConfig();
    assertThat(informer.getLabelSelector()).isEqualTo("a=b");
    assertThat(informer.getInformerListLimit()).isEqualTo(PAGE);
    assertThat(informer.inheritsNamespacesFromController()).isTrue();
  }
}
