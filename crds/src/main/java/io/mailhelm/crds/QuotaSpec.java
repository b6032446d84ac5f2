package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** How much a mailbox may hold; when it is full, mail is deferred (452 4.2.2). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuotaSpec(
    @Default("1Gi")
        @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
        @JsonPropertyDescription("Size of all its messages.")
        Quantity storage,
    @Default("100000") @Min(0) @Max(1000000000) @JsonPropertyDescription("How many messages.")
        Long messages) {}
