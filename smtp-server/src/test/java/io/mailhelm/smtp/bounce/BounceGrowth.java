package io.mailhelm.smtp.bounce;

import io.mailhelm.dns.growth.Growth;
import io.mailhelm.smtp.protocol.Xtext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What is read in reports of others, and written in ours. */
public final class BounceGrowth {
  private BounceGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        report("Final-Recipient: rfc822; a@b.c\r\nAction: failed\r\n\r\n", 400),
        report("Diagnostic-Code: smtp; 5.0.0 5.0.0\r\n", 400),
        report("X: y\r\n  z\r\n", 1_200),
        report("Status: 5.1.1\r\n 5.1\r\n", 700),
        report(" \t", 8_000),
        report("5.0.", 4_000),
        Growth.of(
            "FeedbackReader: ids of ours",
            1_500,
            "Content-Type: message/rfc822\r\n\r\nReceived: ",
            "id 0123",
            "\r\n\r\n",
            BounceGrowth::read),
        Growth.of(
            "FeedbackReader: parts",
            20_000,
            "Content-Type: multipart/report; boundary=b\r\n\r\n",
            "\r\n--b\r\n\r\n",
            "",
            BounceGrowth::read),
        new Growth("FeedbackReader: a boundary of any length", 15_000, BounceGrowth::longBoundary),
        Growth.of("RefusalWords: words", 20_000, "", "a ", "x", RefusalWords::of),
        Growth.of("RefusalWords: a long word", 100_000, "", "a", "", RefusalWords::of),
        Growth.of("RefusalWords: blanks", 100_000, "", " ", "x", RefusalWords::of),
        Growth.of("RefusalWords: no letters", 100_000, "", "-", "", RefusalWords::of),
        Growth.of("RefusalWords: numbers", 50_000, "", "5.", "x", RefusalWords::of),
        Growth.of("RefusalWords: links", 10_000, "", "a://b ", "", RefusalWords::of),
        Growth.of(
            "DiagnosticReply: a reply", 100_000, "550 5.1.1", " 5.1.1", "", DiagnosticReply::of),
        Growth.of("DiagnosticReply: digits", 100_000, "550 5.1.", "1", "", DiagnosticReply::of),
        Growth.of(
            "Words: blanks to fold", 50_000, "", " ", "x", text -> ReportText.folded("X", text)),
        Growth.of(
            "Words: words to fold", 50_000, "", "a ", "x", text -> ReportText.folded("X", text)),
        Growth.of("Words: a long word", 200_000, "", "a", "", text -> ReportText.folded("X", text)),
        Growth.of(
            "Words: controls",
            100_000,
            "",
            "\u0001\ud800",
            "",
            text -> ReportText.clean(text, true)),
        Growth.of("RefusalWords: blanks", 50_000, "", " ", "x", RefusalWords::of),
        Growth.of("RefusalWords: words", 20_000, "", "5.1.1 ", "x", RefusalWords::of),
        Growth.of("RefusalWords: one word", 50_000, "", "a-", "x", RefusalWords::of),
        Growth.of("RefusalWords: brackets", 50_000, "", "(", "x", RefusalWords::of),
        Growth.of("RefusalWords: links", 10_000, "", "http://", "x", RefusalWords::of),
        Growth.of("DiagnosticReply: digits", 50_000, "550 5.1.", "1", "x", DiagnosticReply::of),
        Growth.of(
            "InferredStatus: numbers", 50_000, "", " (#5.1", "x", t -> InferredStatus.of(550, t)),
        Growth.of("Xtext", 100_000, "", "+41", "", Xtext::decode));
  }

  private static Growth report(String unit, int size) {
    return Growth.of(
        "FeedbackReader: '%s'".formatted(unit.strip()),
        size,
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n",
        unit,
        "",
        BounceGrowth::read);
  }

  private static Growth.Run longBoundary(int length) {
    var boundary = "-".repeat(length) + "x";
    var message =
        "Content-Type: multipart/report; boundary=\"%s\"\r\n\r\n\r\n--%s\r\n\r\n%s"
            .formatted(boundary, boundary, "-".repeat(15 * length));
    return () -> read(message);
  }

  private static void read(String message) throws Exception {
    FeedbackReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
  }
}
