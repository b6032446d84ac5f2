package io.mailhelm.smtp.protocol;

import io.mailhelm.dns.growth.Growth;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What is done to the words of clients and servers. */
public final class ProtocolGrowth {
  private ProtocolGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        Growth.of("FromField: addresses", 10_000, "", "a@b.c,", "a@b.c", FromField::addresses),
        Growth.of("FromField: quotes", 30_000, "", "\"\\\"", "", FromField::addresses),
        Growth.of("FromField: comments", 50_000, "", "(", "", FromField::addresses),
        Growth.of("FromField: words", 50_000, "", "a ", "", FromField::addresses),
        Growth.of("FromField: signs", 50_000, "<", "@", ">", FromField::addresses),
        Growth.of("MailCommand: parameters", 1_000, "FROM:<>", " A", "", MailCommand::parse),
        Growth.of("MailCommand: values", 1_000, "FROM:<>", " A=", "", MailCommand::parse),
        Growth.of("MailCommand: blanks", 1_000, "FROM:<> ", " ", "x", MailCommand::parse),
        Growth.of("RcptCommand: a local part", 1_000, "TO:<", "a.", "a@b.c>", RcptCommand::parse),
        Growth.of(
            "RcptCommand: a quoted local part",
            1_000,
            "TO:<\"",
            "\\a",
            "\"@b.c>",
            RcptCommand::parse),
        Growth.of(
            "RcptCommand: xtext", 1_000, "TO:<a@b.c> ORCPT=rfc822;", "+2B", "", RcptCommand::parse),
        Growth.of(
            "PeerReplyDecoder: lines",
            12,
            "",
            "250-5.1.1 5.1.1  \r\n",
            "250 x\r\n",
            ProtocolGrowth::reply),
        Growth.of("PeerReplyDecoder: blanks", 500, "250 5.1.1", " ", "\r\n", ProtocolGrowth::reply),
        Growth.of("Offers: words", 450, "250-x\r\n250 AUTH", " A", "\r\n", ProtocolGrowth::reply));
  }

  private static void reply(String text) throws Exception {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var decoder = new PeerReplyDecoder();
    decoder.feed(octets, 0, octets.length);
    EhloKeywords.of(decoder.take());
  }
}
