package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.time.Instant;
import java.util.Optional;

/**
 * One recipient in a report on delivery.
 *
 * @param attempt the last one
 * @param retriedUntil when it would be given up, while it is tried on
 */
public record RecipientReport(
    Recipient recipient, Attempt attempt, Optional<Instant> retriedUntil) {}
