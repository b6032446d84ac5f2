package io.mailhelm.smtp.api.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Submitter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A delivery as the APIs show it: a message on its way to one recipient elsewhere. */
@Schema(name = "Delivery")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DeliveryView(
    @Schema(description = "Of this delivery; grows with time.", examples = "42") String id,
    @Schema(description = "Of the message: the id in the 250 reply and in the log.")
        String messageId,
    @Schema(description = "The reverse-path; empty for a report of ours.") String from,
    @Schema(description = "The login it came by; absent for what the server itself sends.")
        Optional<String> user,
    @Schema(description = "The domain of ours it leaves from.") String domain,
    @Schema(description = "The SendPolicy it leaves under.") String policy,
    @Schema(description = "The recipient.") String to,
    @Schema(description = "The recipient's domain.") String destination,
    @Schema(enumeration = {"queued", "held", "delivered", "failed", "expired", "cancelled"})
        String state,
    @Schema(description = "Why and since when, while it is held.") Optional<HoldView> hold,
    @Schema(description = "Whether an attempt is under way.") boolean sending,
    Instant queuedAt,
    @Schema(description = "When it is tried next, while it is queued.") Optional<Instant> due,
    @Schema(description = "When it is given up.") Instant expiresAt,
    @Schema(description = "When its state became final.") Optional<Instant> endedAt,
    @Schema(description = "How many so far.") int attempts,
    @Schema(description = "The latest attempt.") Optional<AttemptView> last,
    @Schema(description = "Octets of the message.") long size,
    @Schema(description = "The Subject field, decoded.") String subject,
    @Schema(description = "Every attempt, oldest first; only where one delivery is asked for.")
        Optional<List<AttemptView>> history) {

  static DeliveryView of(Delivery delivery) {
    return of(delivery, Optional.empty());
  }

  static DeliveryView withHistory(Delivery delivery, List<Attempt> attempts) {
    return of(delivery, Optional.of(attempts.stream().map(AttemptView::of).toList()));
  }

  private static DeliveryView of(Delivery delivery, Optional<List<AttemptView>> history) {
    return new DeliveryView(
        delivery.id().toString(),
        delivery.messageId(),
        delivery.reversePath(),
        delivery.user().map(Submitter::login),
        delivery.domain(),
        delivery.policy().orElse(SendPolicy.DEFAULT.name()),
        delivery.recipient().address(),
        delivery.destination(),
        DeliveryStates.word(delivery.state()),
        delivery.hold().map(HoldView::of),
        delivery.sending(),
        delivery.queuedAt(),
        Optional.of(delivery.due()).filter(any -> delivery.state() == Delivery.State.QUEUED),
        delivery.expiresAt(),
        delivery.endedAt(),
        delivery.attempts(),
        delivery.last().map(AttemptView::of),
        delivery.size(),
        delivery.subject(),
        history);
  }
}
