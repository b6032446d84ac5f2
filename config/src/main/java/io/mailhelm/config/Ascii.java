package io.mailhelm.config;

/**
 * Checks whether texts are US-ASCII. Both methods look at each character once, because they run for
 * every message.
 */
public final class Ascii {
  private Ascii() {}

  /** Whether no character is beyond US-ASCII. */
  public static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is US-ASCII without an upper-case letter, and so the same in lower case and NFC. */
  public static boolean isLower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    return true;
  }
}
