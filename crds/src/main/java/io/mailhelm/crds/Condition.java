package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One aspect of a resource's state, in the form all Kubernetes tools read. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required @Size(max = 64) @JsonPropertyDescription("Which aspect, e.g. Ready.") String type,
    @Required @Size(max = 16) @JsonPropertyDescription("True, False or Unknown.") String status,
    @Size(max = 256) @JsonPropertyDescription("Why, in one CamelCase word, for programs.")
        String reason,
    @Size(max = 32768) @JsonPropertyDescription("Why, in a sentence, for people.") String message,
    @Size(max = 64) @JsonPropertyDescription("When status last changed (RFC 3339).")
        String lastTransitionTime,
    @JsonPropertyDescription("The metadata.generation this was seen for.")
        Long observedGeneration) {}
