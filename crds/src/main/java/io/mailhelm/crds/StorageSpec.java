package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** The volume of the embedded store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @Default("10Gi")
        @ValidationRule(
            value = "quantity(string(self)).compareTo(quantity(string(oldSelf))) >= 0",
            message = Rules.STORAGE_GROWS)
        @JsonPropertyDescription("Its size. May grow, never shrink.")
        Quantity size,
    @Size(min = 1, max = 253) @JsonPropertyDescription("The StorageClass. Default: the cluster's.")
        String storageClassName) {}
