package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** How long data is kept that nobody deletes; mail in mailboxes is not included. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetentionSpec(
    @Default("336h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "Mail for other servers that something holds back; then it expires and its sender is"
                + " told.")
        String heldMail,
    @Default("8760h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("Addresses that are not mailed because mail to them came back.")
        String suppressions,
    @Default("24h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("Idempotency keys of the mail API.")
        String idempotencyKeys,
    @Default("720h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "Files of messages that the database does not name, moved aside at a start.")
        String strayBodies) {}
