package io.mailhelm.dns.expect;

import io.mailhelm.config.RecordPurpose;
import java.util.Objects;

/**
 * A record that the DNS should have of a domain.
 *
 * @param name without the last dot, in A-label form
 * @param type such as {@code MX}
 * @param data as a zone file has it, but a text without quotes; empty: nobody here knows it, or
 *     there should be none
 * @param required whether mail suffers without it
 * @param elsewhere whether it belongs to another zone than the domain's, as a PTR does
 * @param subject what it is about: the address of an A, AAAA or PTR, the selector of a key; else
 *     empty
 * @param note what to do to make it known, or why there should be none; empty where {@code data}
 *     says all
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

  /** Whether somebody here knows what it should say. */
  public boolean isKnown() {
    return !data.isEmpty();
  }

  /**
   * Whether there is something to write into a zone. What the name in EHLO leads to is published as
   * the host's own addresses: others beside them would draw mail to where none is taken.
   */
  public boolean isPublishable() {
    return isKnown() && purpose != RecordPurpose.Helo;
  }
}
