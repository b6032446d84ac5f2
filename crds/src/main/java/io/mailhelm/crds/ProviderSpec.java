package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A company that receives mail for many domains, recognised by the names of their MX. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderSpec(
    @Required
        @Pattern(Patterns.LABEL)
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Its name, e.g. google.")
        String name,
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription(
            "Domains: an MX of this name or of one below it is the provider's, e.g. google.com.")
        List<@Size(min = 1, max = 253) String> mx,
    @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "Connections at once to one destination there. Default: as the policy says.")
        Integer connectionsPerDestination,
    @Min(1)
        @JsonPropertyDescription(
            "Messages a minute to one destination there. Default: as the policy says.")
        Integer messagesPerMinutePerDestination) {}
