package io.mailhelm.dns.spf;

/** Classifies characters as RFC 7208 §12 does. */
final class SpfCharacters {
  private static final int SHOWN = 120;

  private SpfCharacters() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** Whether a text is printable ASCII, spaces included. */
  static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }

  /** Text from outside, shortened to what a person recognises, on one line. */
  static String shown(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(c -> shown.appendCodePoint(c >= 0x20 && c <= 0x7e ? c : '?'));
    return text.codePointCount(0, text.length()) > SHOWN
        ? shown.append("...").toString()
        : shown.toString();
  }
}
