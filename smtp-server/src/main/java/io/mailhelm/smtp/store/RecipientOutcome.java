package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one recipient, as it counts for the reputation of who sent it.
 *
 * @param destination the recipient's domain, in A-label form
 * @param at when it became known
 * @param deliveredAt when the same recipient was counted as delivered before a report said that it
 *     bounced: then it is counted as bounced instead
 */
public record RecipientOutcome(
    Kind kind, String destination, Instant at, Optional<Instant> deliveredAt) {
  public RecipientOutcome {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(destination);
    Objects.requireNonNull(at);
    Objects.requireNonNull(deliveredAt);
  }

  /** The outcome of an attempt. */
  public RecipientOutcome(Kind kind, String destination, Instant at) {
    this(kind, destination, at, Optional.empty());
  }

  /** Whether a policy may have to be paused for it. */
  public boolean isBad() {
    return kind == Kind.BAD_ADDRESS || kind == Kind.COMPLAINED;
  }

  /** The kinds of outcomes that are told apart. */
  public enum Kind {
    /** The next server took the message. */
    DELIVERED,
    /** Nobody has the address. */
    BAD_ADDRESS,
    /** The server refuses who sends, what, or how much. */
    BLOCKED,
    /** The recipient's mailbox is full. */
    MAILBOX_FULL,
    /** The recipient has the message and did not want it. */
    COMPLAINED
  }
}
