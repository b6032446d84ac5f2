package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.ResourceRef;
import java.util.Objects;

/**
 * Whose status it is.
 *
 * @param ref the resource
 * @param generation its {@code metadata.generation}; 0 for a file, which has none
 * @param paused whether its annotation {@code mailhelm.io/pause} is {@code "true"}
 */
public record Subject(ResourceRef ref, long generation, boolean paused) {
  private static final String PAUSE = "mailhelm.io/pause";

  public Subject {
    Objects.requireNonNull(ref);
  }

  /** A resource that could be read. */
  public static Subject of(HasMetadata resource) {
    var metadata = resource.getMetadata();
    var annotations = metadata.getAnnotations();
    return new Subject(
        ResourceReader.ref(resource),
        Objects.requireNonNullElse(metadata.getGeneration(), 0L),
        annotations != null && "true".equals(annotations.get(PAUSE)));
  }

  /** A resource of which no more is known than that it was refused while reading. */
  public static Subject of(ResourceRef ref) {
    return new Subject(ref, 0, false);
  }
}
