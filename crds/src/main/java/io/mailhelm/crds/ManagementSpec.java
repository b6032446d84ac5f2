package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The API of operators. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagementSpec(
    @Size(min = 2, max = 64)
        @JsonPropertyDescription(
            "The IP address to bind. Default: 127.0.0.1 on a laptop, all in a pod.")
        String address,
    @Default("3001")
        @Min(0)
        @Max(65535)
        @JsonPropertyDescription("The port; 0: one the system gives (laptop only).")
        Integer port,
    @Size(max = 32)
        @JsonPropertyDescription(
            "CIDRs that may connect, on top of the credentials they need. Default: all. Which"
                + " config runs (/config) whoever has the token may ask from anywhere.")
        List<@Size(min = 1, max = 64) String> allowedCidrs) {}
