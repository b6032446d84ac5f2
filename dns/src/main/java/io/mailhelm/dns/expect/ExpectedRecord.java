package io.mailhelm.dns.expect;

import io.mailhelm.config.RecordPurpose;
import java.util.Objects;

/**
 * A record that the DNS should have for a domain.
 *
 * @param name without the last dot, in A-label form
 * @param type such as {@code MX}
 * @param data as in a zone file, but texts without quotes; empty: it is not known here, or there
 *     should be no such record
 * @param required whether mail is impaired without it
 * @param elsewhere whether it belongs to another zone than the domain's, as a PTR does
 * @param subject what it is about: the address of an A, AAAA or PTR, the selector of a key;
 *     otherwise empty
 * @param note how to make it known, or why there should be none; empty where {@code data} says all
 */
public record ExpectedRecord(
    RecordPurpose purpose,
    String name,
    String type,
    String data,
    boolean required,
    boolean elsewhere,
    String subject,
    String note) {
  public ExpectedRecord {
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(data);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(note);
  }

  /** Whether its data are known here. */
  public boolean isKnown() {
    return !data.isEmpty();
  }

  /**
   * Whether it can be written into a zone. For the name in EHLO only the host's own addresses are
   * published: others would draw mail to addresses that accept none.
   */
  public boolean isPublishable() {
    return isKnown() && purpose != RecordPurpose.Helo;
  }
}
