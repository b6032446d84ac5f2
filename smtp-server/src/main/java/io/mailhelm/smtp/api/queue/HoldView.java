package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.HoldReason;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The reason why a delivery is held. */
@Schema(name = "Hold")
record HoldView(
    @Schema(
            enumeration = {
              "manual",
              "capture",
              "domain_gone",
              "user_gone",
              "user_suspended",
              "policy_gone",
              "policy_suspended",
              "policy_paused",
              "recipient_not_allowed",
              "route_gone",
              "credentials_gone",
              "unsettled"
            },
            description = "manual and unsettled: somebody has to release it.")
        String reason,
    @Schema(description = "The reason in words.") String detail,
    Instant since) {

  static HoldView of(Delivery.Hold hold) {
    return new HoldView(word(hold.reason()), hold.reason().words(), hold.since());
  }

  static String word(HoldReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
