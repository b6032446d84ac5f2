package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Certificate authorities that servers trust besides those of the Java platform. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrustSpec(
    @Required
        @JsonPropertyDescription(
            "A Secret with their certificates in PEM; in a cluster labelled mailhelm.io/use:"
                + " trust.")
        SecretRef secretRef) {

  /** The Secret with the certificates. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription("metadata.name of the Secret, in the same namespace.")
          String name,
      @Default("ca.crt")
          @Size(min = 1, max = 253)
          @Pattern(Patterns.KEY)
          @JsonPropertyDescription("Its key, with up to 32 certificates and 64 KiB.")
          String key) {}
}
