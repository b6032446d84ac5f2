package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.mailhelm.crds.MailDomain;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreForEachTest {
  private static final long PAGE = 20;

  private final InformerEventSourceConfiguration<Secret> configuration =
      InformerEventSourceConfiguration.from(Secret.class, MailDomain.class)
          .withName("Secret")
          .withNamespacesInheritedFromController()
          .withSecondaryToPrimaryMapper(secret -> Set.of())
          .withLabelSelector("a=b")
          .withInformerListLimit(PAGE)
          .build();

  private final StoreForEach<Secret> each =
      new StoreForEach<>(configuration, () -> new SecretStore(1, 1));

  /** One that lists its namespace takes what is of others out of its store. */
  @Test
  void noTwoInformersHaveOneStore() {
    var first = each.getInformerConfig().getItemStore();

    assertThat(first).isInstanceOf(SecretStore.class);
    assertThat(each.getInformerConfig().getItemStore()).isNotSameAs(first);
  }

  @Test
  void theRestIsAsConfigured() {
    assertThat(each.name()).isEqualTo("Secret");
    assertThat(each.getResourceClass()).isEqualTo(Secret.class);
    var informer = each.getInformerConfig();
    assertThat(informer.getLabelSelector()).isEqualTo("a=b");
    assertThat(informer.getInformerListLimit()).isEqualTo(PAGE);
    assertThat(informer.inheritsNamespacesFromController()).isTrue();
  }
}
