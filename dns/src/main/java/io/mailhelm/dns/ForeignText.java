package io.mailhelm.dns;

import io.mailhelm.config.Surrogates;
import java.nio.charset.StandardCharsets;

/** What strangers wrote, on its way to a status, a log or a terminal. */
public final class ForeignText {
  private ForeignText() {}

  /**
   * On one line and without what a terminal would obey, in whole characters, so that every reader
   * and writer takes it for the same text.
   *
   * @param most UTF-16 units of what comes out, at least 1
   */
  public static String of(String text, int most) {
    var line = text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?");
    var cut = line.length() <= most ? line : Surrogates.beginning(line, most - 1) + "…";
    // half of a pair becomes a question mark
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
