package io.mailhelm.smtp.api.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.store.Suppression;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An address that a domain of ours does not mail. */
@Schema(name = "Suppression")
record SuppressionView(
    @Schema(description = "The domain of ours.") String domain,
    String address,
    @Schema(
            enumeration = {"hard_bounce", "complaint", "manual"},
            description = "What put it there.")
        String reason,
    @Schema(description = "Why, such as the peer's words.") String detail,
    Instant since) {

  /** A page of them, by address. */
  @Schema(name = "SuppressionPage")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Page(
      List<SuppressionView> suppressions,
      @Schema(description = "The 'after' of the following page; absent on the last.")
          Optional<String> next) {}

  static SuppressionView of(Suppression suppression) {
    return new SuppressionView(
        suppression.domain(),
        suppression.address().toString(),
        suppression.reason().name().toLowerCase(Locale.ROOT),
        suppression.detail(),
        suppression.since());
  }
}
