package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A daily limit that grows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WarmUpSpec(
    @Required
        @Pattern(Patterns.DATE)
        @Size(max = 10)
        @JsonPropertyDescription("The first day, e.g. 2026-11-22.")
        String startedOn,
    @Default("20") @Min(1) @JsonPropertyDescription("Recipients on the first day.")
        Integer firstDay,
    @Default("50") @Min(1) @Max(1000) @JsonPropertyDescription("Growth from day to day.")
        Integer growthPercent,
    @Default("50000") @Min(1) @JsonPropertyDescription("Where the cap ends.") Integer until) {}
