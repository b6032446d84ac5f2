package io.mailhelm.config;

import java.time.Duration;

/**
 * How long is kept what nobody deletes. Mailboxes are not among it: their mail stays until its
 * owner removes it.
 *
 * @param heldMail mail for other servers that something holds back; then it expires and its sender
 *     is told
 * @param suppressions addresses that are not mailed because mail to them came back
 * @param idempotencyKeys of the mail API, with the answer each had
 * @param strayBodies files of messages that no row of the database names, moved aside at a start
 */
public record Retention(
    Duration heldMail, Duration suppressions, Duration idempotencyKeys, Duration strayBodies) {
  /** What a MailDomain that says nothing gets; the schema's defaults are these. */
  public static final Retention DEFAULT =
      new Retention(
          Duration.ofHours(336),
          Duration.ofHours(8_760),
          Duration.ofHours(24),
          Duration.ofHours(720));

  public Retention {
    Bounds.check("retention.heldMail", heldMail.toMillis());
    Bounds.check("retention.suppressions", suppressions.toMillis());
    Bounds.check("retention.idempotencyKeys", idempotencyKeys.toMillis());
    Bounds.check("retention.strayBodies", strayBodies.toMillis());
  }
}
