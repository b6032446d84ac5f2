package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** The volume of the embedded store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
        @JsonPropertyDescription(
            "Its size. May grow, where its StorageClass lets it, and never shrink. Default: as"
                + " large as it is; 10Gi for a new one.")
        Quantity size,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "The StorageClass. Default: as it is; the cluster's for a new volume.")
        String storageClassName) {}
