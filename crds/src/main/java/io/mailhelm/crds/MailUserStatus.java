package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The observed state of a MailUser. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailUserStatus(
    @JsonPropertyDescription("The metadata.generation this status is about.")
        Long observedGeneration,
    @Size(max = 320) @JsonPropertyDescription("The address, which is also the login.")
        String address,
    @JsonPropertyDescription("The Secret with the password.") NameRef credentials,
    @Size(max = 64) @JsonPropertyDescription("resourceVersion of that Secret as compiled.")
        String observedSecretVersion,
    @Size(max = 253) @JsonPropertyDescription("The SendPolicy that governs the user.")
        String sendPolicy,
    @Size(max = 8)
        @JsonPropertyDescription("Ready, CredentialsReady, Stalled, RetainedMailboxFound.")
        List<Condition> conditions) {}
