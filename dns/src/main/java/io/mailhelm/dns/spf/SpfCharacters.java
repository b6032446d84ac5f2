package io.mailhelm.dns.spf;

/** Characters as RFC 7208 §12 counts them. */
final class SpfCharacters {
  private static final int SHOWN = 120;

  private SpfCharacters() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** Printable ASCII, spaces too. */
  static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }

  /** Of what strangers wrote, so much that a person recognises it, on one line. */
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
