package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The automatic reply to a user's mail (RFC 3834). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutoReplySpec(
    @Size(min = 1, max = 256) @JsonPropertyDescription("Its subject. Default: Re: and theirs.")
        String subject,
    @Size(min = 1, max = 8192) @JsonPropertyDescription("Its text.") String text,
    @Pattern(Patterns.INSTANT)
        @Size(max = 64)
        @JsonPropertyDescription("Answer from then on (RFC 3339).")
        String from,
    @Pattern(Patterns.INSTANT)
        @Size(max = 64)
        @JsonPropertyDescription("Answer until then (RFC 3339).")
        String until,
    @Default("24h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How often the same sender gets it.")
        String oncePer) {}
