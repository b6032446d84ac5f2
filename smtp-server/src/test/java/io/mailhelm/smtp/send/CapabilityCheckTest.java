package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilityCheckTest {
  private static final String TAKES =
      "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 250 ok\n";

  private static String hello(String... offers) {
    var script = new StringBuilder("S: 220 hi\nC: EHLO\nS: 250-hi\n");
    for (var offer : offers) {
      script.append("S: 250-").append(offer).append('\n');
    }
    return script + "S: 250 HELP\n";
  }

  private static String sends(OutboundMessage parcel, String mail, String rcpt, String... offers)
      throws IOException {
    try (var peer = new ScriptedPeer(hello(offers) + TAKES);
        var sending = new Sending(peer.port(), Sending.TIMEOUTS, List.of())) {
      var told = told(sending.exchange().attempt(parcel)).getFirst();
      if (!mail.isEmpty()) {
        assertThat(peer.heard()).contains(mail, rcpt);
      } else {
        assertThat(peer.heard()).noneMatch(line -> line.startsWith("DATA"));
      }
      return told;
    }
  }

  private static final String RCPT = "RCPT TO:<b@there.example>";
  private static final String MAIL = "MAIL FROM:<a@us.example>";

  @Test
  void sendsNothingLargerThanTheServerTakes() throws IOException {
    assertThat(sends(parcel("b@there.example"), "", "", "SIZE 10"))
        .isEqualTo("FAILED 0 5.3.4 the message has 33 octets and this server takes 10");
    assertThat(sends(parcel("b@there.example"), MAIL + " SIZE=33", RCPT, "SIZE 0"))
        .startsWith("DELIVERED");
  }

  @Test
  void bouncesEightBitContentWhereOnlySevenAreTaken() throws IOException {
    var message = parcel("Subject: x\r\n\r\ngrüße\r\n", Set.of(), "b@there.example");
    assertThat(sends(message, "", "")).startsWith("FAILED 0 5.6.3");
    assertThat(sends(message, MAIL + " BODY=8BITMIME", RCPT, "8BITMIME")).startsWith("DELIVERED");
  }

  @Test
  void asksForSmtpUtf8WhereTheMessageNeedsItAndBouncesWhereItIsNotTaken() throws IOException {
    var header = parcel("Subject: grüße\r\n\r\nx\r\n", Set.of(), "b@there.example");
    assertThat(sends(header, "", "", "8BITMIME")).startsWith("FAILED 0 5.6.7");
    assertThat(sends(header, MAIL + " BODY=8BITMIME SMTPUTF8", RCPT, "8BITMIME", "SMTPUTF8"))
        .startsWith("DELIVERED");
    var address = parcel("jürgen@there.example");
    assertThat(sends(address, "", "")).startsWith("FAILED 0 5.6.7");
    assertThat(sends(address, MAIL + " SMTPUTF8", "RCPT TO:<jürgen@there.example>", "SMTPUTF8"))
        .startsWith("DELIVERED");
  }

  /** RFC 5321 §5.1: what the first server cannot take the next one may. */
  @Test
  void triesTheOtherServersForWhatOneCannotTake() throws IOException {
    var eightBit = parcel("Subject: x\r\n\r\ngrüße\r\n", Set.of(), "b@two.example");
    var address = parcel("jürgen@two.example");
    for (var each : List.of(parcel("b@two.example"), eightBit, address)) {
      try (var first = new ScriptedPeer(hello("SIZE 10"));
          var second =
              new ScriptedPeer(
                  "127.0.0.2",
                  first.port(),
                  ScriptedPeer.NO_TLS,
                  hello("8BITMIME", "SMTPUTF8") + TAKES);
          var sending = new Sending(first.port(), Sending.TIMEOUTS, List.of())) {
        sending
            .dns
            .mx("two.example", 10, "mx1.two.example")
            .mx("two.example", 20, "mx2.two.example");
        sending.dns.address("mx1.two.example", "127.0.0.1").address("mx2.two.example", "127.0.0.2");
        var open = sending.to(new Hop.Exchange("two.example"), TlsLevel.Opportunistic);
        var attempt = open.attempt(each).getFirst();
        assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 ok");
        assertThat(attempt.host()).isEqualTo("mx2.two.example");
        assertThat(first.heard()).noneMatch(line -> line.startsWith("MAIL"));
      }
    }
  }

  @Test
  void needsNoSmtpUtf8ForADomainAloneNorForAnAsciiMessageThatCameWithIt() throws IOException {
    assertThat(sends(parcel("b@bücher.example"), MAIL, "RCPT TO:<b@xn--bcher-kva.example>"))
        .startsWith("DELIVERED");
    var ascii = parcel(Sending.MESSAGE, Set.of(Requirement.SMTPUTF8), "b@there.example");
    assertThat(sends(ascii, MAIL, RCPT)).startsWith("DELIVERED");
  }

  @Test
  void neverWritesAnAddressThatWouldBeTwoCommands() throws IOException {
    assertThat(sends(parcel("b@x.example>\r\nRCPT TO:<c@x.example"), "", ""))
        .startsWith("FAILED 0 5.1.3");
  }
}
