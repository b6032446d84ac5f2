package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** Selects MailUsers by their labels. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SelectorSpec(
    @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("Labels a MailUser must have, all of them.")
        Map<String, @Size(max = 63) String> matchLabels) {}
