package io.mailhelm.smtp.api.queue;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /suppressions}. */
@Schema(name = "NewSuppression", requiredProperties = "address")
record NewSuppression(
    @Schema(description = "A domain of ours; absent: the only one.") Optional<String> domain,
    @Schema(examples = "someone@elsewhere.example") Optional<String> address,
    @Schema(description = "Why, for people; at most 1000 characters.") Optional<String> detail) {}
