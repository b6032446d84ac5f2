package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The public web port. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebSpec(
    @Default("8443") @Min(1) @Max(65535) @JsonPropertyDescription("The port.") Integer port) {}
