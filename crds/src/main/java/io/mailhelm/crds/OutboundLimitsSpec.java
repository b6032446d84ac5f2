package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * The shares of outboundConnections for users and domains, so that slow hosts do not make everyone
 * wait.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutboundLimitsSpec(
    @Default("50")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Percent of outboundConnections that one user's mail may hold where there are others.")
        Integer perUserPercent,
    @Default("75")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Percent of outboundConnections that one domain's mail may hold where there are"
                + " others.")
        Integer perDomainPercent,
    @Default("25")
        @Min(0)
        @Max(90)
        @JsonPropertyDescription(
            "Percent of outboundConnections that only destinations which answered lately may use.")
        Integer reservePercent) {}
