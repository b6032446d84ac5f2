package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.ResourceRef;
import java.util.Objects;

/**
 * The resource that a status is about.
 *
 * @param ref the resource
 * @param generation its {@code metadata.generation}; 0 for a file, which has none
 * @param paused whether its annotation {@code mailhelm.io/pause} is {@code "true"}
 */
public record StatusSubject(ResourceRef ref, long generation, boolean paused) {
  private static final String PAUSE = "mailhelm.io/pause";

  public StatusSubject {
    Objects.requireNonNull(ref);
  }

  /** A resource that could be read. */
  public static StatusSubject of(HasMetadata resource) {
    var metadata = resource.getMetadata();
    var annotations = metadata.getAnnotations();
    return new StatusSubject(
        ResourceReader.ref(resource),
        Objects.requireNonNullElse(metadata.getGeneration(), 0L),
        annotations != null && "true".equals(annotations.get(PAUSE)));
  }

  /** A resource of which no more is known than that it was refused while reading. */
  public static StatusSubject of(ResourceRef ref) {
    return new StatusSubject(ref, 0, false);
  }
}
