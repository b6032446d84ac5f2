package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The limits of each port that speaks HTTP. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpLimitsSpec(
    @Default("256")
        @Min(16)
        @Max(100000)
        @JsonPropertyDescription(
            "Connections at once on one port; more are closed, the longest idle first.")
        Integer connections,
    @Default("64")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription(
            "Connections at once from one address on one port (an IPv6 /64 counts as one).")
        Integer connectionsPerAddress,
    @Default("30s")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "How long the head of a request, the next piece of its body, or of its answer, may take.")
        String requestTimeout) {}
