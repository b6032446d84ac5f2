package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import java.util.Comparator;
import java.util.Objects;

/**
 * Who comes first of several that claim one thing: the older resource, then by namespace and name.
 * Files have no age.
 */
final class Seniority {
  private Seniority() {}

  static Comparator<HasMetadata> on(Platform platform) {
    Comparator<HasMetadata> byName = Comparator.comparing(ResourceReader::ref);
    return switch (platform) {
      case LAPTOP -> byName;
      case CLUSTER ->
          Comparator.<HasMetadata, String>comparing(Seniority::created).thenComparing(byName);
    };
  }

  /** RFC 3339 in UTC sorts as text; not known counts as oldest. */
  static String created(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getCreationTimestamp(), "");
  }

  /** Whether an API server has it only until its finalizers are done. */
  static boolean isGoing(HasMetadata resource) {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }
}
