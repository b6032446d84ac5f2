package io.mailhelm.smtp.api.mail;

import io.mailhelm.dns.growth.Growth;
import io.mailhelm.smtp.api.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the mail API does to the texts of a request. */
public final class MailApiGrowth {
  private MailApiGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        Growth.of(
            "PlainText: blanks in a link",
            50_000,
            "<a href='https:",
            " ",
            "z'>x</a>",
            PlainText::of),
        new Growth(
            "PlainText: a link that is nearly its text",
            30_000,
            count -> {
              var path = "http:".repeat(count);
              var html =
                  "<a href=" + path + "X>" + path + "Y" + "\u001c".repeat(path.length()) + "</a>";
              return () -> PlainText.of(html);
            }),
        Growth.of(
            "PlainText: blanks in many links",
            2_000,
            "",
            "<a href='https:    z'>x</a>",
            "",
            PlainText::of),
        Growth.of("PlainText: line ends", 50_000, "", "<br>", "x", PlainText::of),
        Growth.of("PlainText: blanks and line ends", 30_000, "", "&#9; <br>", "x", PlainText::of),
        Growth.of("PlainText: scripts", 15_000, "", "<script></script>", "", PlainText::of),
        Growth.of("PlainText: open elements", 30_000, "", "<div>", "", PlainText::of),
        Growth.of("PlainText: open links", 20_000, "", "<a href=http:x>", "", PlainText::of),
        Growth.of(
            "PlainText: links in tables",
            3_000,
            "",
            "<a href=http:x>y<table><td>",
            "",
            PlainText::of),
        Growth.of("PlainText: formatting", 20_000, "", "<b><p>", "", PlainText::of),
        Growth.of(
            "PlainText: formatting that ends elsewhere",
            15_000,
            "",
            "<b><i></b>",
            "",
            PlainText::of),
        Growth.of("PlainText: ends of nothing", 30_000, "", "</p></b>", "", PlainText::of),
        Growth.of("PlainText: text in a table", 10_000, "<table>", "x<tr>", "", PlainText::of),
        Growth.of("PlainText: attributes", 20_000, "<a ", "ab ", ">", PlainText::of),
        Growth.of("PlainText: comments", 30_000, "", "<!-- -", "", PlainText::of),
        Growth.of("PlainText: references", 30_000, "", "&amp", "", PlainText::of),
        Growth.of(
            "PlainText: an attribute that does not end",
            50_000,
            "<a href='",
            "<a href=",
            "",
            PlainText::of),
        Growth.of(
            "PlainText: formatting around a table",
            20_000,
            "<b><i><u><em><font><a href=http:x>".repeat(6) + "<table>",
            "x<tr>",
            "",
            PlainText::of),
        Growth.of("PlainText: tables in tables", 30_000, "", "<table>x", "", PlainText::of),
        Growth.of("PlainText: tags that do not end", 50_000, "", "<a b='", "", PlainText::of),
        Growth.of("PlainText: titles that do not end", 50_000, "", "<title></", "", PlainText::of),
        Growth.of("PlainText: comments that do not end", 50_000, "", "<!--", "--", PlainText::of),
        Growth.of("PlainText: hyphens in a comment", 200_000, "<!--", "-", "", PlainText::of),
        Growth.of("PlainText: less-than signs", 200_000, "", "<", "", PlainText::of),
        Growth.of("PlainText: digits of a number", 200_000, "&#", "1", ";", PlainText::of),
        Growth.of("PlainText: letters of a name", 200_000, "&", "a", ";", PlainText::of),
        Growth.of("PlainText: ampersands", 200_000, "", "&", "", PlainText::of),
        Growth.of(
            "PlainText: attributes of many elements",
            5_000,
            "",
            "<a " + "b c=d e='f' ".repeat(4) + ">",
            "",
            PlainText::of),
        Growth.of("Address: commas", 200, "", "a@b.c,", "a@b.c", MailApiGrowth::address),
        Growth.of("Address: quotes", 200, "", "\"\\", "", MailApiGrowth::address),
        Growth.of("Address: comments", 200, "", "(", "", MailApiGrowth::address),
        Growth.of(
            "Composer: line ends in text", 100_000, "", "\r\n\n\r", "", text -> compose("s", text)),
        Growth.of("Composer: blanks in text", 200_000, "", " ", "x", text -> compose("s", text)),
        Growth.of("Composer: a subject", 450, "", "\u00fc ", "", text -> compose(text, "x")),
        Growth.of("Composer: blanks in a subject", 450, "", " ", "x", text -> compose(text, "x")));
  }

  private static void address(String written) {
    ComposedAddress.all("to", List.of(written), 10_000);
  }

  private static void compose(String subject, String text) {
    var address = ComposedAddress.one("from", "a@example.com");
    new MessageComposer(Nodes.CLOCK)
        .compose(
            new MessageDraft(
                address,
                List.of(address),
                List.of(),
                List.of(),
                List.of(),
                subject,
                Optional.of(text),
                Optional.empty(),
                Map.of("X-Note", subject),
                List.of()));
  }
}
