package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.mailhelm.compiler.read.Adoption;

/**
 * Passes changes of what is declared: spec, labels, annotations, deletion. Statuses are written
 * here and are no news.
 */
public final class DeclaredAnew implements OnUpdateFilter<HasMetadata> {
  @Override
  public boolean accept(HasMetadata after, HasMetadata before) {
    return !Adoption.declaration(after).equals(Adoption.declaration(before));
  }
}
