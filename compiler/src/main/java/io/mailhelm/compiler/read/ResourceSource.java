package io.mailhelm.compiler.read;

import java.util.Objects;

/**
 * A text with resources, YAML or JSON, possibly of several documents.
 *
 * @param name for messages, e.g. the file's path below the folder
 * @param text its content
 */
public record ResourceSource(String name, String text) {
  public ResourceSource {
    Objects.requireNonNull(name);
    Objects.requireNonNull(text);
  }
}
