package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** The limits of the store's volume. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageLimitsSpec(
    @Default("64Mi")
        @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
        @JsonPropertyDescription(
            "What of the volume no new message takes, so that mail can still be deleted and what"
                + " waits be settled on a full disk.")
        Quantity reserve,
    @Default("1Gi")
        @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
        @JsonPropertyDescription(
            "Size of one user's messages that wait for other servers at once; more are refused for"
                + " now (452 4.3.1).")
        Quantity waitingPerUser,
    @Default("25")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Percent of queue that one user's mail may take where there are others; more is refused"
                + " for now (452 4.3.1).")
        Integer queuePerUserPercent,
    @Default("50")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Percent of queue that one domain's mail may take where there are others; more is"
                + " refused for now (452 4.3.1).")
        Integer queuePerDomainPercent) {}
