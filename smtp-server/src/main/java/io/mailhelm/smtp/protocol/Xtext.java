package io.mailhelm.smtp.protocol;

/**
 * Checks and decodes xtext, the encoding of DSN and AUTH parameters (RFC 3461 §4): {@code +XX} for
 * what is not printable.
 */
final class Xtext {
  private Xtext() {}

  static String decode(String xtext, Reply otherwise) throws SyntaxException {
    if (xtext.indexOf('+') < 0) {
      return checked(xtext, otherwise);
    }
    var plain = new StringBuilder(xtext.length());
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c == '+') {
        if (i + 2 >= xtext.length()) {
          throw new SyntaxException(otherwise);
        }
        int octet = hex(xtext.charAt(i + 1), otherwise) << 4 | hex(xtext.charAt(i + 2), otherwise);
        plain.append((char) octet);
        i += 2;
      } else {
        plain.append(c);
      }
    }
    return checked(plain.toString(), otherwise);
  }

  /** Capital letters only (RFC 3461 §4). */
  private static int hex(char c, Reply otherwise) throws SyntaxException {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
      return c - 'A' + 10;
    }
    throw new SyntaxException(otherwise);
  }

  private static String checked(String text, Reply otherwise) throws SyntaxException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x20 || text.charAt(i) == 0x7f) {
        throw new SyntaxException(otherwise);
      }
    }
    return text;
  }
}
