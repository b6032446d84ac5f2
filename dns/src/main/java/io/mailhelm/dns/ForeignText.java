package io.mailhelm.dns;

import java.nio.charset.StandardCharsets;

/** Makes text from outside safe to show in a status, a log or a terminal. */
public final class ForeignText {
  private ForeignText() {}

  /**
   * The text on one line, without control characters that a terminal would obey, and with whole
   * characters only, so that every reader and writer takes it for the same text.
   *
   * @param most the most UTF-16 units of the result, at least 1
   */
  public static String of(String text, int most) {
    var line = text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?");
    var cut = line.length() <= most ? line : line.substring(0, most - 1) + "…";
    // half of a pair becomes a question mark
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
