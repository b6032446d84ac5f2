package io.mailhelm.smtp.lint;

import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.dns.growth.Growth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** What the content checks do to a message. */
public final class LintGrowth {
  /** A phrase of as many words as there can be, begun again at every word of the text. */
  private static final String WORDS = "a ".repeat(31) + "b";

  private LintGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        text("words of a phrase", "a ", 30_000),
        text("one word", "a", 100_000),
        text("no words", "$ ", 50_000),
        text("hosts", "bit.ly/", 20_000),
        text("one host", "a.", 50_000),
        text("slashes", "/", 100_000),
        html("tags", "<b>", 30_000),
        html("open tags", "<b ", 30_000),
        html("less-than signs", "<", 100_000),
        fields("From: <,\"\r\n", 2_000),
        fields("List-Unsubscribe: " + "<".repeat(200) + "\r\n", 500),
        fields("Precedence: bulk\r\n", 900),
        Growth.of(
            "Lint: names of programs",
            150,
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
            "--b\r\nContent-Disposition: attachment; filename=\""
                + " .".repeat(500)
                + "\"\r\n\r\n\r\n",
            "--b--\r\n",
            LintGrowth::check));
  }

  private static Growth text(String name, String piece, int count) {
    return Growth.of("Lint: " + name, count, "\r\n", piece, "\r\n", LintGrowth::check);
  }

  private static Growth html(String name, String piece, int count) {
    return Growth.of(
        "Lint: " + name,
        count,
        "Content-Type: text/html\r\n\r\n",
        piece,
        "\r\n",
        LintGrowth::check);
  }

  private static Growth fields(String field, int count) {
    return Growth.of(
        "Lint: fields " + field.strip().substring(0, 8),
        count,
        "",
        field,
        "\r\nx\r\n",
        LintGrowth::check);
  }

  private static void check(String message) {
    var octets = message.getBytes(StandardCharsets.UTF_8);
    try {
      MessageLint.of(
          new ByteArrayInputStream(octets),
          octets.length,
          new LintRequest(EnumSet.allOf(Check.class), List.of(WORDS, "FREE"), 1, 11, List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
