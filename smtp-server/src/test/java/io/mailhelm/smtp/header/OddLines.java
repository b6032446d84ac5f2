package io.mailhelm.smtp.header;

import java.util.stream.Stream;

/** Lines of a header section that readers of other programs take for different things. */
public final class OddLines {
  private OddLines() {}

  /**
   * A line, and whether it is a From field here.
   *
   * @param text with its CRLF
   * @param isFrom what all readers of the server must say
   */
  public record OddLine(String text, boolean isFrom) {
    @Override
    public String toString() {
      return text.replace("\r\n", "/").replaceAll("[^\\x20-\\x7e]", "?");
    }
  }

  /** Each with the address odd@example.com in it. */
  public static Stream<OddLine> all() {
    return Stream.of(
        from("From: "),
        from("FROM:"),
        from("from : "),
        from("From \t : "),
        from("From:\r\n "),
        from("From:\r\n\t"),
        none("From\f: "),
        none("From\u000b: "),
        none("From\u001c: "),
        none("From\u0085: "),
        none("From\u00a0: "),
        none("From\u2003: "),
        none("From\0: "),
        none("\0From: "),
        none("\fFrom: "),
        none(" From: "),
        none("\tFrom: "),
        none("\ufeffFrom: "),
        none("From\r\n : "),
        none("From\r\n\t: "),
        none("From \r\n : "),
        none("Fr\u0131om: "),
        none("Fr om: "),
        none("From odd@example.com Mon Nov 23 10:00:00 2026 "),
        none(": From: "),
        none("From "));
  }

  private static OddLine from(String start) {
    return new OddLine(start + "odd@example.com\r\n", true);
  }

  private static OddLine none(String start) {
    return new OddLine(start + "odd@example.com\r\n", false);
  }
}
