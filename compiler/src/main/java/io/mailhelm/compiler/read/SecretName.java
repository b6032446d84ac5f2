package io.mailhelm.compiler.read;

import java.util.Comparator;
import java.util.Objects;

/** The name of a Secret with its namespace, written {@code default/alice-smtp}. */
public record SecretName(String namespace, String name) implements Comparable<SecretName> {
  private static final Comparator<SecretName> ORDER =
      Comparator.comparing(SecretName::namespace).thenComparing(SecretName::name);

  public SecretName {
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(name);
  }

  @Override
  public int compareTo(SecretName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
