package io.mailhelm.smtp.api.mime;

import io.mailhelm.dns.growth.Growth;
import io.mailhelm.smtp.header.Multiparts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What the inbox does to a stored message. */
public final class MimeGrowth {
  /** All but its last octet is as the body that is looked through for it. */
  private static final String LONGEST = "-".repeat(Multiparts.LONGEST_BOUNDARY - 1) + "x";

  private static final String HYPHENS = "-".repeat(Multiparts.LONGEST_BOUNDARY);

  private MimeGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        field("Subject", "=?", 4_000),
        field("Subject", "=?x?q?", 2_500),
        field("Subject", "=?x?q?a?= ", 1_500),
        field("Subject", "=?utf-8?q?a?=", 1_200),
        field("Subject", "=?=?q?", 2_500),
        field("Subject", "?=", 4_000),
        field("Subject", " \t", 4_000),
        field("Subject", "\r\n ", 4_000),
        field("Content-Type", "; a=b", 3_000),
        field("Content-Type", "; name*0=b", 1_500),
        field("Content-Type", "; name=\"\"", 1_500),
        field("Content-Type", ";x=\"=?zq?q?a?=\"", 1_000),
        field("Content-Type", "=\"\"", 5_000),
        field("Content-Disposition", "; filename*=zq''%41", 100),
        field("Content-Type", ";", 15_000),
        field("Content-Type", "(", 15_000),
        field("Content-Type", "\"\\", 7_000),
        field("Content-Disposition", "attachment; filename*=utf-8''%", 500),
        field("Content-Disposition", "%41", 5_000),
        field("From", "<,\"", 5_000),
        body("blank lines", "\r\n", 200_000),
        body("half boundaries", "\r\n--", 100_000),
        body("parts", "\r\n--b\r\n\r\n", 30_000),
        body("parts with names", "\r\n--b\r\nContent-Type: a/b; name=x\r\n\r\n", 5_000),
        body(
            "parts in parts",
            "\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
            5_000),
        bounded("the longest boundary", "", LONGEST),
        bounded("a boundary of hyphens", "", HYPHENS),
        bounded("the longest boundaries of parts in parts", nested(), LONGEST),
        new Growth("MimeReader: a boundary of any length", 15_000, MimeGrowth::longBoundary),
        body("part fields", "\r\n--b\r\n" + "A: b\r\n".repeat(20), 2_000),
        Growth.of("MimeReader: fields", 20_000, "", "A: b\r\n", "\r\n", MimeGrowth::read),
        Growth.of("MimeReader: no fields", 50_000, "", ":\r\n", "\r\n", MimeGrowth::read),
        encoded("base64", "=\r\n"),
        encoded("base64", "QUJD"),
        encoded("quoted-printable", "= "),
        encoded("quoted-printable", " "),
        encoded("quoted-printable", "=\r\n"));
  }

  private static Growth field(String name, String unit, int size) {
    return Growth.of(
        "MimeReader: %s of '%s'".formatted(name, unit.strip()),
        size,
        name + ": x",
        unit,
        "\r\n\r\nbody",
        MimeGrowth::read);
  }

  private static Growth body(String what, String unit, int size) {
    return Growth.of(
        "MimeReader: " + what,
        size,
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        unit,
        "",
        MimeGrowth::read);
  }

  /** Multiparts in multiparts, each with such a boundary of its own. */
  private static String nested() {
    int depth = Multiparts.MOST_AROUND / LONGEST.length() - 1;
    var start = new StringBuilder();
    var around = "";
    for (int i = 0; i < depth; i++) {
      var own = "-".repeat(LONGEST.length() - 2) + (char) ('A' + i / 26) + (char) ('a' + i % 26);
      start.append(around.isEmpty() ? "" : "\r\n--" + around + "\r\n");
      start.append("Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n".formatted(own));
      around = own;
    }
    return start + "\r\n--" + around + "\r\n";
  }

  private static Growth bounded(String what, String before, String boundary) {
    return Growth.of(
        "MimeReader: " + what,
        400_000,
        before
            + "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n\r\n--%s\r\n\r\n"
                .formatted(boundary, boundary),
        "-",
        "",
        MimeGrowth::read);
  }

  /** As long as a header field may be, and a body of so many times its length. */
  private static Growth.Run longBoundary(int length) {
    var boundary = "-".repeat(length) + "x";
    var message =
        "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n\r\n--%s\r\n\r\n%s"
            .formatted(boundary, boundary, "-".repeat(20 * length));
    return () -> read(message);
  }

  private static Growth encoded(String encoding, String unit) {
    return Growth.of(
        "MimeReader: %s of '%s'".formatted(encoding, unit.strip()),
        100_000,
        "Content-Transfer-Encoding: " + encoding + "\r\n\r\n",
        unit,
        "",
        MimeGrowth::read);
  }

  private static void read(String message) throws Exception {
    MimeReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
