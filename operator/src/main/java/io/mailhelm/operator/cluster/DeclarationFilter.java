package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.mailhelm.compiler.read.IncrementalReader;

/**
 * Passes only changes of what is declared: spec, labels, annotations, deletion. The operator itself
 * writes the statuses, so their changes are not news.
 */
public final class DeclarationFilter implements OnUpdateFilter<HasMetadata> {
  @Override
  public boolean accept(HasMetadata after, HasMetadata before) {
    return !IncrementalReader.declaration(after).equals(IncrementalReader.declaration(before));
  }
}
