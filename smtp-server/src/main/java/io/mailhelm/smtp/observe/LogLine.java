package io.mailhelm.smtp.observe;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Writes one line of the log into a buffer that is used again. What came from a peer cannot end the
 * line or forge another: control characters and quotes are escaped in both forms.
 */
final class LogLine {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final LogFormat format;
  private final StringBuilder text = new StringBuilder(256);

  LogLine(LogFormat format) {
    this.format = format;
  }

  /** Begins a line and forgets the one before. */
  LogLine begin(Instant time, String level, String event) {
    text.setLength(0);
    var stamp = MILLISECONDS.format(time);
    if (format == LogFormat.JSON) {
      text.append("{\"time\":\"").append(stamp).append('"');
      return with("level", level).with("event", event);
    }
    text.append(stamp).append(' ').append(level);
    text.repeat(' ', Math.max(1, 6 - level.length())).append(event);
    return this;
  }

  /** Adds a value that is left out when empty. */
  LogLine with(String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    name(name);
    if (format == LogFormat.JSON || needsQuotes(value)) {
      text.append('"');
      escape(value);
      text.append('"');
    } else {
      text.append(value);
    }
    return this;
  }

  LogLine with(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  /** Ends the line. The result is good until the next {@link #begin}. */
  CharSequence end() {
    if (format == LogFormat.JSON) {
      text.append('}');
    }
    return text.append('\n');
  }

  private void name(String name) {
    if (format == LogFormat.JSON) {
      text.append(",\"").append(name).append("\":");
    } else {
      text.append(' ').append(name).append('=');
    }
  }

  private static boolean needsQuotes(String value) {
    int c;
    for (int i = 0; i < value.length(); i += Character.charCount(c)) {
      c = value.codePointAt(i);
      if (c <= ' ' || c == '"' || c == '\\' || c == '=' || isUnseen(c)) {
        return true;
      }
    }
    return false;
  }

  private void escape(String value) {
    int c;
    for (int i = 0; i < value.length(); i += Character.charCount(c)) {
      c = value.codePointAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append((char) c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (isUnseen(c)) {
            value.substring(i, i + Character.charCount(c)).chars().forEach(this::escape);
          } else {
            text.appendCodePoint(c);
          }
        }
      }
    }
  }

  private void escape(int c) {
    text.append("\\u")
        .append(HEX[c >> 12])
        .append(HEX[c >> 8 & 15])
        .append(HEX[c >> 4 & 15])
        .append(HEX[c & 15]);
  }

  /**
   * What is not seen, or changes how the rest is: controls, line separators, half a surrogate pair,
   * and what turns writing round or has no width.
   */
  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
