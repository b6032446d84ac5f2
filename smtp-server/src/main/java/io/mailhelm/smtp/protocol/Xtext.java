package io.mailhelm.smtp.protocol;

import java.util.Optional;

/**
 * Checks and decodes xtext, the encoding of DSN and AUTH parameters (RFC 3461 §4): {@code +XX} for
 * what is not printable.
 */
public final class Xtext {
  private Xtext() {}

  /** What a text stands for; empty where it is no xtext, or stands for control characters. */
  public static Optional<String> decode(String xtext) {
    var plain = new StringBuilder(xtext.length());
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c == '+') {
        if (i + 2 >= xtext.length()) {
          return Optional.empty();
        }
        int octet = hex(xtext.charAt(i + 1)) << 4 | hex(xtext.charAt(i + 2));
        if (octet < 0) {
          return Optional.empty();
        }
        c = (char) octet;
        i += 2;
      }
      if (c < 0x20 || c == 0x7f) {
        return Optional.empty();
      }
      plain.append(c);
    }
    return Optional.of(plain.toString());
  }

  static String decode(String xtext, Reply otherwise) throws SyntaxException {
    return decode(xtext).orElseThrow(() -> new SyntaxException(otherwise));
  }

  /** Capital letters only (RFC 3461 §4); -1 where it is no digit. */
  private static int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
