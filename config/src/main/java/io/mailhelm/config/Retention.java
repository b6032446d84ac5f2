package io.mailhelm.config;

import java.time.Duration;

/**
 * How long data is kept that nobody deletes. Mailboxes are not included: their mail stays until its
 * owner removes it.
 *
 * @param heldMail mail for other servers that is on hold; then it expires and its sender is told
 * @param suppressions addresses to which no mail is sent because mail to them came back
 * @param idempotencyKeys keys of the mail API, each with its answer
 * @param strayBodies files of messages to which no row of the database refers, moved aside at a
 *     start
 */
public record Retention(
    Duration heldMail, Duration suppressions, Duration idempotencyKeys, Duration strayBodies) {
  /** The times of a MailDomain that declares none; the schema's defaults are the same. */
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
