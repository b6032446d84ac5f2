package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The PROXY protocol, versions 1 and 2. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProxyProtocolSpec(
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription(
            "CIDRs of the proxies: they must, and they alone may, speak it on this listener.")
        List<@Size(min = 1, max = 64) String> trustedCidrs) {}
