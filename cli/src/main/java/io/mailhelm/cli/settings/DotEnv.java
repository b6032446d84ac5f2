package io.mailhelm.cli.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: one {@code NAME=value} in each line, {@code export} and quotes
 * allowed, {@code #} begins a comment. Nothing in it is expanded or run.
 */
final class DotEnv {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern QUOTED = Pattern.compile("(['\"])(.*?)\\1\\s*(?:#.*)?");

  private DotEnv() {}

  /**
   * @throws IllegalArgumentException naming the first line that is of none of these forms
   */
  static Map<String, String> parse(String text) {
    var values = new TreeMap<String, String>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      var match = LINE.matcher(line);
      if (!match.matches()) {
        throw new IllegalArgumentException(".env line " + number + " is not NAME=value");
      }
      values.put(match.group(1), value(match.group(2)));
    }
    return values;
  }

  private static String value(String text) {
    var quoted = QUOTED.matcher(text);
    return quoted.matches() ? quoted.group(2) : text.substring(0, comment(text)).strip();
  }

  /** The start of a comment: the first {@code #} after white space, or the end. */
  private static int comment(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == '#' && Character.isWhitespace(text.charAt(i - 1))) {
        return i;
      }
    }
    return text.length();
  }
}
