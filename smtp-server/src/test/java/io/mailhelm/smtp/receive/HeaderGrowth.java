package io.mailhelm.smtp.receive;

import io.mailhelm.dns.growth.Growth;
import io.mailhelm.smtp.header.FieldCursor;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What is done to the header section of a message on its way in. */
public final class HeaderGrowth {
  private HeaderGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        field("To", "a@b.c,", 10_000),
        field("To", "\"", 30_000),
        field("To", "(", 30_000),
        field("To", "=?x?q?a?= ,", 5_000),
        field("Subject", "=?", 30_000),
        field("Subject", "=?x?q?", 10_000),
        field("Subject", "=?utf-8?q?a?= ", 5_000),
        field("Subject", "=?utf-8?b?", 5_000),
        field("Subject", "=?utf-8?q?=", 5_000),
        field("Subject", "\r\n ", 20_000),
        field("Subject", " ", 60_000),
        Growth.of("HeaderSection: fields", 8_000, "", "To: a@b\r\n", "\r\n", HeaderGrowth::read),
        Growth.of(
            "HeaderSection: From fields", 8_000, "", "From: a\r\n", "\r\n", HeaderGrowth::read),
        Growth.of(
            "HeaderSection: blanks before colons",
            20_000,
            "",
            "A \t :\r\n",
            "\r\n",
            HeaderGrowth::read));
  }

  private static Growth field(String name, String unit, int size) {
    return Growth.of(
        "HeaderSection: %s of '%s'".formatted(name, unit.strip()),
        size,
        name + ": x",
        unit,
        "\r\n\r\n",
        HeaderGrowth::read);
  }

  private static void read(String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var copy = octets.clone();
    MessageModifications.withoutPrivateFields(copy, copy.length);
    FieldCursor.sectionEnd(octets, 0, octets.length);
    HeaderSection.of(octets, octets.length).summary();
  }
}
