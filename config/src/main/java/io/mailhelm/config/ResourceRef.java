package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Objects;

/**
 * A reference to a resource by kind, namespace and name, written {@code MailUser default/alice}.
 */
public record ResourceRef(String kind, String namespace, String name)
    implements Comparable<ResourceRef> {
  private static final Comparator<ResourceRef> ORDER =
      Comparator.comparing(ResourceRef::kind)
          .thenComparing(ResourceRef::namespace)
          .thenComparing(ResourceRef::name);

  public ResourceRef {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(name);
  }

  @JsonCreator
  static ResourceRef of(String text) {
    var space = text.indexOf(' ');
    var slash = text.indexOf('/', space);
    return new ResourceRef(
        text.substring(0, space), text.substring(space + 1, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ResourceRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  @JsonValue
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
