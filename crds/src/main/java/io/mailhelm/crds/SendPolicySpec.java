package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The declaration of a policy. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendPolicySpec(
    @Required @JsonPropertyDescription("The MailDomain whose users it governs.") NameRef domainRef,
    @JsonPropertyDescription(
            "The MailUsers it governs, by their labels. A user's own sendPolicyRef wins.")
        SelectorSpec selector,
    @JsonProperty("default")
        @Default("false")
        @JsonPropertyDescription(
            "Govern every user of the domain that no other policy governs. One policy a domain.")
        Boolean isDefault,
    @JsonPropertyDescription("How much may be sent.") SendLimitsSpec limits,
    @Size(max = 64)
        @JsonPropertyDescription("CIDRs these users may log in from. Default: anywhere.")
        List<@Size(min = 1, max = 64) String> allowedClients,
    @Default("{}") @JsonPropertyDescription("Whom they may send as.") SendersSpec senders,
    @JsonPropertyDescription("Whom they may send to.") RecipientsSpec recipients,
    @JsonPropertyDescription("A daily cap that grows, for addresses nobody knows yet.")
        WarmUpSpec warmUp,
    @JsonPropertyDescription("What happens when mail bounces or is complained about.")
        ReputationSpec reputation,
    @JsonPropertyDescription("Checks of what is sent.") ContentSpec content,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Where mail goes out, first match. Default: to the recipient's MX.")
        List<RouteSpec> routes,
    @JsonPropertyDescription("How delivery is tried.") DeliverySpec delivery,
    @Default("false") @JsonPropertyDescription("Nobody it governs may send.") Boolean suspended) {}
