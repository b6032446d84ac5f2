package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The addresses to which a user's mail is forwarded. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForwardSpec(
    @Size(max = 16) @JsonPropertyDescription("Addresses.")
        List<@Size(min = 3, max = 320) String> to,
    @Default("true") @JsonPropertyDescription("Whether the mailbox keeps it too.")
        Boolean keepCopy) {}
