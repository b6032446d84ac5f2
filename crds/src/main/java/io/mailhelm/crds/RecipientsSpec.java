package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The recipients to whom users may send. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipientsSpec(
    @Size(max = 100) @JsonPropertyDescription("Only these, as name@domain or *.domain.")
        List<@Size(min = 1, max = 320) String> allow,
    @Size(max = 100) @JsonPropertyDescription("Never these, as name@domain or *.domain.")
        List<@Size(min = 1, max = 320) String> deny) {}
