package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** The public web port. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebSpec(
    @Size(min = 2, max = 64)
        @JsonPropertyDescription(
            "The IP address to bind. Default: 127.0.0.1 on a laptop, all in a pod.")
        String address,
    @Default("8443")
        @Min(0)
        @Max(65535)
        @JsonPropertyDescription("The port; 0: one the system gives (laptop only).")
        Integer port) {}
