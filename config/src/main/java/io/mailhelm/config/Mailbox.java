package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A mailbox, {@code Local-part@Domain} (RFC 5321 §4.1.2; UTF-8 local parts by RFC 6531), as it was
 * written: the local part unquoted and with its case kept, the domain as a {@link DomainName}.
 *
 * @param localPart 1 to 64 octets of UTF-8, no control characters
 * @param domain the domain; address literals are not mailboxes of ours and never become one of
 *     these
 */
public record Mailbox(String localPart, DomainName domain) implements Comparable<Mailbox> {
  /** RFC 5321 §4.5.3.1.1. */
  public static final int MAX_LOCAL_PART_OCTETS = 64;

  public Mailbox {
    var octets =
        isAscii(localPart) ? localPart.length() : localPart.getBytes(StandardCharsets.UTF_8).length;
    if (octets == 0 || octets > MAX_LOCAL_PART_OCTETS) {
      throw new IllegalArgumentException("a local part has 1 to 64 octets, not " + octets);
    }
    for (int i = 0; i < localPart.length(); i++) {
      if (localPart.charAt(i) < 0x20 || localPart.charAt(i) == 0x7f) {
        throw new IllegalArgumentException("a local part has no control characters");
      }
    }
  }

  /**
   * Splits {@code local@domain} at its last {@code @}; no quoting is undone.
   *
   * @throws IllegalArgumentException with a sentence fit for the person who wrote it
   */
  @JsonCreator
  public static Mailbox of(String text) {
    var at = text.lastIndexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException(
          "'%s' is not an address: write name@domain".formatted(text));
    }
    return new Mailbox(text.substring(0, at), DomainName.of(text.substring(at + 1)));
  }

  /**
   * The form two spellings of one mailbox share: NFC, lower case. Senders may not rely on case (RFC
   * 5321 §2.4), and receivers that tell Smith from smith only lose mail.
   */
  public Mailbox canonical() {
    if (isLowerAscii(localPart)) {
      return this;
    }
    var lower = Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return lower.equals(localPart) ? this : new Mailbox(lower, domain);
  }

  /** The same mailbox without its detail (RFC 5233): {@code alice+news} is {@code alice}'s. */
  public Mailbox withoutDetail() {
    var plus = localPart.indexOf('+');
    return plus <= 0 ? this : new Mailbox(localPart.substring(0, plus), domain);
  }

  private static boolean isLowerAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
        return false;
      }
    }
    return isAscii(text);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Mailbox other) {
    var byDomain = domain.compareTo(other.domain);
    return byDomain != 0 ? byDomain : localPart.compareTo(other.localPart);
  }

  @Override
  @JsonValue
  public String toString() {
    return localPart + "@" + domain;
  }
}
