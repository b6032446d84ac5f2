package io.mailhelm.smtp.transfer;

import io.mailhelm.dns.growth.Growth;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What is encoded for servers that take 7-bit octets only. */
public final class TransferGrowth {
  private TransferGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        over("blanks", "\r\n", 100_000, " "),
        over("octets", "\r\n", 100_000, "ü"),
        over("empty lines", "\r\n", 50_000, "\r\n"),
        over("a header", "X: ", 20_000, "y\r\n "),
        over("parameters", "Content-Type: text/plain", 1_000, "; a=b"),
        over("comments", "Content-Type: text/plain", 2_000, "("),
        over("parts", "Content-Type: multipart/x; boundary=b\r\n\r\n", 2_000, "--b\r\n\r\nü\r\n"),
        new Growth("SevenBit: long boundaries", 2_000, TransferGrowth::longBoundaries),
        over("hyphens", "Content-Type: multipart/x; boundary=b\r\n\r\n", 20_000, "--\r\n"));
  }

  /** As many as may be open, of lengths that a header may have, and lines that are nearly them. */
  private static Growth.Run longBoundaries(int lines) {
    var header = new StringBuilder();
    var nearly = "-".repeat(8_000);
    for (int i = 0; i < MessageWalk.MAX_DEPTH - 1; i++) {
      header
          .append("Content-Type: multipart/x; boundary=\"%s%c\"\r\n\r\n".formatted(nearly, 'A' + i))
          .append("--%s%c\r\n".formatted(nearly, 'A' + i));
    }
    var message = header + "\r\n" + ("--" + nearly + "\u00fc\r\n").repeat(lines / 20);
    return () -> encode(message);
  }

  private static Growth over(String what, String before, int size, String unit) {
    return Growth.of("SevenBit: " + what, size, before, unit, "\r\n\r\n", TransferGrowth::encode);
  }

  private static void encode(String message) throws Exception {
    var octets = message.getBytes(StandardCharsets.UTF_8);
    var plan = SevenBit.of(new ByteArrayInputStream(octets));
    if (plan.isPresent()) {
      try (var in = plan.get().encode(new ByteArrayInputStream(octets))) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
