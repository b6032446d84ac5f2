package io.mailhelm.smtp.store;

import io.mailhelm.config.Mailbox;
import java.time.Instant;
import java.util.Objects;

/**
 * An address that a domain of ours does not mail.
 *
 * @param domain the domain of ours, in A-label form
 * @param address canonical
 * @param detail why, such as the peer's words
 */
public record Suppression(
    String domain, Mailbox address, Reason reason, String detail, Instant since) {
  public Suppression {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(address);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(detail);
    Objects.requireNonNull(since);
  }

  /** What put it there. */
  public enum Reason {
    /** There is no such address. */
    HARD_BOUNCE,
    /** Its owner complained (RFC 5965). */
    COMPLAINT,
    /** Somebody wrote it into the list. */
    MANUAL
  }
}
