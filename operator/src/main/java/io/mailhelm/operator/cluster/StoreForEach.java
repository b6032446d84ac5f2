package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A configuration by which the informer of each namespace has a store of its own. The framework
 * gives one store to the informers of all namespaces; one that has listed its namespace takes out
 * of its store whatever it has not seen there, which would be all that the others have put into it.
 *
 * @param store makes one
 */
record StoreForEach<R extends HasMetadata>(
    InformerEventSourceConfiguration<R> configuration, Supplier<ItemStore<R>> store)
    implements InformerEventSourceConfiguration<R> {
  /** Asked for once for each informer that is made. */
  @Override
  public InformerConfiguration<R> getInformerConfig() {
    return InformerConfiguration.builder(configuration.getInformerConfig())
        .withItemStore(store.get())
        .build();
  }

  @Override
  public boolean followControllerNamespaceChanges() {
    return configuration.followControllerNamespaceChanges();
  }

  @Override
  public SecondaryToPrimaryMapper<R> getSecondaryToPrimaryMapper() {
    return configuration.getSecondaryToPrimaryMapper();
  }

  @Override
  public <P extends HasMetadata> PrimaryToSecondaryMapper<P> getPrimaryToSecondaryMapper() {
    return configuration.getPrimaryToSecondaryMapper();
  }

  @Override
  public Optional<GroupVersionKind> getGroupVersionKind() {
    return configuration.getGroupVersionKind();
  }

  @Override
  public String name() {
    return configuration.name();
  }

  @Override
  public Optional<KubernetesClient> getKubernetesClient() {
    return configuration.getKubernetesClient();
  }
}
