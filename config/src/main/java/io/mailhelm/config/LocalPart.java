package io.mailhelm.config;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads and writes local parts (RFC 5321 §4.1.2; UTF-8 by RFC 6531 §3.3). Quotes and backslashes
 * belong to the notation and not to the local part: {@code "a"@b} and {@code a@b} are the same
 * mailbox.
 */
public final class LocalPart {
  private LocalPart() {}

  /**
   * A local part that was written in quotes.
   *
   * @param text without its quotes; may be empty, as {@code ""} is
   * @param end the position after the closing quote
   */
  public record Quoted(String text, int end) {}

  /**
   * The Quoted-string that {@code address} begins with; empty when it begins with none, or that one
   * does not end.
   */
  public static Optional<Quoted> quoted(String address) {
    if (!address.startsWith("\"")) {
      return Optional.empty();
    }
    var text = new StringBuilder();
    for (int i = 1; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == '"') {
        return Optional.of(new Quoted(text.toString(), i + 1));
      }
      if (c == '\\' && ++i == address.length()) {
        break;
      }
      text.append(address.charAt(i));
    }
    return Optional.empty();
  }

  /** Whether it needs no quotes: it is atoms separated by dots. */
  public static boolean isDotString(String text) {
    boolean atom = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (!atom) {
          return false;
        }
        atom = false;
      } else if (isAtext(c)) {
        atom = true;
      } else {
        return false;
      }
    }
    return atom;
  }

  /** Whether a character is atext (RFC 5322 §3.2.3), UTF-8 included (RFC 6531 §3.3). */
  private static boolean isAtext(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c >= 0x80
        || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }

  /** The local part as written before an {@code @}: in quotes only where needed. */
  static String write(String text) {
    return isDotString(text) ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The common form of two spellings of a local part: NFC, lower case. */
  public static String canonical(String text) {
    return Ascii.isLower(text)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
