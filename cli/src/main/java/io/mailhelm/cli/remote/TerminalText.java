package io.mailhelm.cli.remote;

import java.util.regex.Pattern;

/**
 * Removes from other people's text what a terminal would obey (ISO 6429) or a reader would not see.
 */
public final class TerminalText {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final Pattern CONTROL_IN_LINES =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\t]]");

  private TerminalText() {}

  /** Text on one line, with a space in place of each such character. */
  public static String line(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }

  /** The same for a text of our own of several lines, which may quote others. */
  public static String lines(String text) {
    return CONTROL_IN_LINES.matcher(text).replaceAll(" ");
  }
}
