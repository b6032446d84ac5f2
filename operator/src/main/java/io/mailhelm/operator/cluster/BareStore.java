package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * What an informer keeps, without {@code managedFields}: of a small object they are the larger
 * part. Only for kinds that are not compared by them, as {@link Applier} does. Any thread.
 */
final class BareStore<R extends HasMetadata> extends BasicItemStore<R> {
  BareStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public R put(String key, R object) {
    return super.put(key, bare(object));
  }

  /** The informer alone has the object yet: it is changed, not copied. */
  static <R extends HasMetadata> R bare(R object) {
    object.getMetadata().setManagedFields(List.of());
    return object;
  }
}
