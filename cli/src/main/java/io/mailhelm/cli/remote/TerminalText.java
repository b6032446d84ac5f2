package io.mailhelm.cli.remote;

import java.util.regex.Pattern;

/** What others wrote, without what a terminal would obey (ISO 6429) or a reader not see. */
public final class TerminalText {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final Pattern CONTROL_IN_LINES =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\t]]");

  private TerminalText() {}

  /** Text of one line: a space stands where each of them was. */
  public static String line(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }

  /** The same for a text of our own in lines, which may quote one of others. */
  public static String lines(String text) {
    return CONTROL_IN_LINES.matcher(text).replaceAll(" ");
  }
}
