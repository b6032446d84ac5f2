package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import io.mailhelm.smtp.transfer.MessageOctets;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Servers without 8BITMIME (RFC 6152), and mail that can be encoded for them or cannot. */
class SevenBitPeersTest {
  private static final String EIGHT_BIT = "Subject: x\r\n\r\ngrößer\r\n";
  private static final String SEVEN_BIT = "Subject: x\r\n\r\ngr=C3=B6=C3=9Fer\r\n";
  private static final String TAKES =
      "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
  private static final String OLD = "S: 220 hi\nC: EHLO\nS: 250 hi\n";
  private static final String NEW = "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 8BITMIME\n";

  private record Message(String text, Optional<String> encoded) implements MessageOctets {
    @Override
    public long size() {
      return Sending.content(text).size();
    }

    @Override
    public InputStream open() throws IOException {
      return Sending.content(text).open();
    }

    @Override
    public Optional<MessageOctets> sevenBit() {
      return encoded.map(Sending::content);
    }
  }

  private static OutboundMessage parcel(
      String text, Optional<String> encoded, Requirement... requirements) {
    return new OutboundMessage(
        "a@us.example",
        List.of(Recipient.of("b@there.example")),
        Dsn.NONE,
        Set.of(requirements),
        new Message(text, encoded));
  }

  @Test
  void getItEncodedWhereItCanBe() throws IOException {
    for (var hello : List.of(OLD, "S: 220 hi\nC: EHLO\nS: 500 what?\nC: HELO\nS: 250 hi\n")) {
      try (var peer = new ScriptedPeer(hello + TAKES + TAKES);
          var sending = new Sending(peer.port())) {
        var courier = sending.exchange();
        for (int i = 0; i < 2; i++) {
          assertThat(told(courier.attempt(parcel(EIGHT_BIT, Optional.of(SEVEN_BIT)))))
              .containsExactly("DELIVERED 250 2.0.0 ok");
        }
        assertThat(peer.messages()).containsExactly(SEVEN_BIT, SEVEN_BIT);
        assertThat(peer.surprises()).isEmpty();
      }
    }
  }

  /** A client that asks for SMTPUTF8 without need does not get its mail back for that. */
  @Test
  void getItEncodedThoughTheSenderAskedForSmtpUtf8() throws IOException {
    try (var peer = new ScriptedPeer(OLD + TAKES);
        var sending = new Sending(peer.port())) {
      var parcel = parcel(EIGHT_BIT, Optional.of(SEVEN_BIT), Requirement.SMTPUTF8);
      assertThat(told(sending.exchange().attempt(parcel)))
          .containsExactly("DELIVERED 250 2.0.0 ok");
    }
  }

  @Test
  void refuseItByOurWordWhereItCannotBe() throws IOException {
    try (var peer = new ScriptedPeer(OLD + "HANG");
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      assertThat(told(courier.attempt(parcel(EIGHT_BIT, Optional.empty()))).getFirst())
          .startsWith("FAILED 0 5.6.3 the message has 8-bit octets that cannot be encoded");
      var inHeader = parcel("Subject: größer\r\n\r\nx\r\n", Optional.empty());
      assertThat(told(courier.attempt(inHeader)).getFirst()).startsWith("FAILED 0 5.6.7 ");
    }
  }

  @Test
  void getItAsItIsWhereTheyTakeIt() throws IOException {
    try (var peer = new ScriptedPeer(NEW + TAKES);
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel(EIGHT_BIT, Optional.of(SEVEN_BIT)))))
          .containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(peer.messages()).containsExactly(EIGHT_BIT);
      assertThat(peer.heard()).anyMatch(line -> line.endsWith(" BODY=8BITMIME"));
    }
  }
}
