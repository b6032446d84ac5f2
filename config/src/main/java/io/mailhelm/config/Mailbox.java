package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * A mailbox, {@code Local-part@Domain} (RFC 5321 §4.1.2; UTF-8 local parts by RFC 6531): the local
 * part unquoted and with its case kept, the domain as a {@link DomainName}. Addresses are always
 * compared in their {@link #canonical} form. Their text is always {@link #toString}, and {@link
 * #of} reads that text.
 *
 * @param localPart 0 to 252 octets of UTF-8, no control characters; an empty one is written {@code
 *     ""}
 * @param domain the domain; address literals are not mailboxes of ours and are never represented
 *     here
 */
public record Mailbox(String localPart, DomainName domain) implements Comparable<Mailbox> {
  /** The longest local part of ours (RFC 5321 §4.5.3.1.1). */
  public static final int MAX_OWN_LOCAL_PART_OCTETS = 64;

  /**
   * The longest local part of others. Lists and forwarders write addresses into addresses (VERP,
   * SRS), so only the length of the path counts: 256 with {@code <}, {@code @}, a domain and {@code
   * >} (RFC 5321 §4.5.3.1.3).
   */
  public static final int MAX_LOCAL_PART_OCTETS = 252;

  public Mailbox {
    var octets = octets(localPart);
    if (octets > MAX_LOCAL_PART_OCTETS) {
      throw new IllegalArgumentException(
          "a local part has at most %d octets, not %d".formatted(MAX_LOCAL_PART_OCTETS, octets));
    }
    for (int i = 0; i < localPart.length(); i++) {
      if (localPart.charAt(i) < 0x20 || localPart.charAt(i) == 0x7f) {
        throw new IllegalArgumentException("a local part has no control characters");
      }
    }
  }

  /**
   * Reads {@code local@domain}, with the local part in quotes or not; one that lacks needed quotes
   * is accepted.
   *
   * @throws IllegalArgumentException with a sentence fit for the person who wrote it
   */
  @JsonCreator
  public static Mailbox of(String text) {
    var quoted = LocalPart.quoted(text).filter(it -> text.startsWith("@", it.end()));
    if (quoted.isPresent()) {
      return new Mailbox(
          quoted.get().text(), DomainName.of(text.substring(quoted.get().end() + 1)));
    }
    var at = text.lastIndexOf('@');
    if (at <= 0) {
      throw new IllegalArgumentException(
          "'%s' is not an address: write name@domain".formatted(text));
    }
    return new Mailbox(text.substring(0, at), DomainName.of(text.substring(at + 1)));
  }

  /**
   * This mailbox, if it may be one of ours.
   *
   * @throws IllegalArgumentException when its local part has not 1 to 64 octets
   */
  public Mailbox own() {
    var octets = octets(localPart);
    if (octets == 0 || octets > MAX_OWN_LOCAL_PART_OCTETS) {
      throw new IllegalArgumentException("a local part has 1 to 64 octets, not " + octets);
    }
    return this;
  }

  private static int octets(String text) {
    return Ascii.isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * The form that two spellings of one mailbox share: NFC, lower case. Senders may not rely on case
   * (RFC 5321 §2.4), and receivers that tell Smith from smith only lose mail.
   */
  public Mailbox canonical() {
    var canonical = LocalPart.canonical(localPart);
    if (canonical.equals(localPart) || octets(canonical) > MAX_LOCAL_PART_OCTETS) {
      // Lower case may be longer: what does not fit is one spelling with no other.
      return this;
    }
    return new Mailbox(canonical, domain);
  }

  /** The same mailbox without its detail (RFC 5233): {@code alice+news} is {@code alice}'s. */
  public Mailbox withoutDetail() {
    var plus = localPart.indexOf('+');
    return plus <= 0 ? this : new Mailbox(localPart.substring(0, plus), domain);
  }

  @Override
  public int compareTo(Mailbox other) {
    var byDomain = domain.compareTo(other.domain);
    return byDomain != 0 ? byDomain : localPart.compareTo(other.localPart);
  }

  /** {@code local@domain}, the local part in quotes where the grammar requires them. */
  @Override
  @JsonValue
  public String toString() {
    return LocalPart.write(localPart) + "@" + domain;
  }
}
