package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Orders resources that claim the same thing: the older resource first, then by namespace and name.
 * Files have no age, so on a laptop what runs is senior to what is new.
 */
final class Seniority {
  private Seniority() {}

  /**
   * The senior one first.
   *
   * @param runs whether a resource is in the last good config
   */
  static Comparator<HasMetadata> on(Platform platform, Predicate<HasMetadata> runs) {
    Comparator<HasMetadata> byAge =
        switch (platform) {
          case LAPTOP -> Comparator.comparing(resource -> !runs.test(resource));
          case CLUSTER -> Comparator.comparing(Seniority::created);
        };
    return byAge.thenComparing(ResourceReader::ref);
  }

  /**
   * The creation time, which sorts as text because it is RFC 3339 in UTC; unknown counts as oldest.
   */
  static String created(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getCreationTimestamp(), "");
  }

  /** Whether it is being deleted: the API server has it only until its finalizers are done. */
  static boolean isGoing(HasMetadata resource) {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }
}
