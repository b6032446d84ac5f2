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
    @Default(StorageSpec.DEFAULT_SIZE)
        @ValidationRule(value = Rules.IS_SIZE, message = Rules.SIZE)
        @JsonPropertyDescription("Its size. May grow, never shrink.")
        Quantity size,
    @Size(min = 1, max = 253) @JsonPropertyDescription("The StorageClass. Default: the cluster's.")
        String storageClassName) {

  static final String DEFAULT_SIZE = "10Gi";

  /**
   * CEL, on the parent: a rule on the field would not be run where storage is added or removed, and
   * without it the size is the default's.
   */
  static final String GROWS =
      "[has(self.storage) ? string(self.storage.size) : '"
          + DEFAULT_SIZE
          + "'].all(size, !isQuantity(size) || quantity(size).compareTo(quantity("
          + "has(oldSelf.storage) ? string(oldSelf.storage.size) : '"
          + DEFAULT_SIZE
          + "')) >= 0)";
}
