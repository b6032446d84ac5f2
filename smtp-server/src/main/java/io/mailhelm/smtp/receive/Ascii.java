package io.mailhelm.smtp.receive;

/** Whether a command needs SMTPUTF8. */
final class Ascii {
  private Ascii() {}

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
