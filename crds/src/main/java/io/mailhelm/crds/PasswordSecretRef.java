package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A reference to a password in a Secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PasswordSecretRef(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "metadata.name of the Secret, in the same namespace; in a cluster labelled"
                + " mailhelm.io/use: password.")
        String name,
    @Default("password")
        @Size(min = 1, max = 253)
        @Pattern(Patterns.KEY)
        @JsonPropertyDescription("The key in the Secret that holds the password.")
        String key) {}
