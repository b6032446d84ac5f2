package io.mailhelm.smtp.limit;

import java.time.Instant;
import java.util.Optional;

/**
 * How much of a limit is used.
 *
 * @param policy the SendPolicy that has it
 * @param mailboxId of the user whose limit it is; empty: it is for all users of the policy together
 * @param most recipients in the window
 * @param used recipients in the window that ends now
 * @param roomAt when there is room for one more; empty: there is now, or never will be
 */
public record LimitUse(
    String policy,
    Optional<String> mailboxId,
    LimitWindow window,
    long most,
    long used,
    Optional<Instant> roomAt) {}
