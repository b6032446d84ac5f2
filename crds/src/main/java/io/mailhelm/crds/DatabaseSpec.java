package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** PostgreSQL as the mail store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseSpec(
    @Required
        @JsonPropertyDescription(
            "A Secret in the form of CloudNativePG's <cluster>-app: host, port, dbname, user,"
                + " password.")
        NameRef secretRef) {}
