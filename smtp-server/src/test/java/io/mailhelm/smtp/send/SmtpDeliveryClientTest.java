package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmtpDeliveryClientTest {
  private static final String PLAIN_HELLO =
      """
      S: 220 mx.there.example ESMTP
      C: EHLO us.example
      S: 250 mx.there.example
      """;
  private static final String PIPELINING_HELLO =
      """
      S: 220 mx.there.example ESMTP
      C: EHLO us.example
      S: 250-mx.there.example
      S: 250-PIPELINING
      S: 250 SIZE 100000
      """;
  private static final String ONE_MESSAGE =
      """
      C: MAIL FROM:<a@us.example>
      S: 250 fine
      C: RCPT TO:<b@there.example>
      S: 250 fine
      C: DATA
      S: 354 go on
      DATA
      S: 250 2.0.0 queued as 1
      """;
  private static final String BYE =
      """
      C: QUIT
      S: 221 bye
      """;

  @Test
  void speaksToAServerThatHasNoExtensions() throws IOException {
    try (var peer = new ScriptedPeer(PLAIN_HELLO + ONE_MESSAGE + BYE);
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      var attempt = courier.attempt(parcel("b@there.example")).getFirst();

      assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 queued as 1");
      assertThat(attempt.host()).isEqualTo("mx.there.example");
      assertThat(attempt.address()).isEqualTo("127.0.0.1:" + peer.port());
      assertThat(attempt.tls()).isEqualTo("none: does not offer STARTTLS");
      assertThat(peer.messages()).containsExactly("Subject: hello\r\n\r\nA line.\r\n..dot\r\n");
      courier.close();
      assertThat(peer.surprises()).isEmpty();
      assertThat(peer.heard()).endsWith("QUIT");
    }
  }

  @Test
  void sendsCommandsInOneGroupAndTellsEachRecipientItsOwnAnswer() throws IOException {
    var script =
        PIPELINING_HELLO
            + """
            C: MAIL FROM:<a@us.example> SIZE=
            C: RCPT TO:<b@there.example>
            C: RCPT TO:<c@there.example>
            C: RCPT TO:<d@there.example>
            C: DATA
            S: 250 fine
            S: 250 fine
            S: 550 5.1.1 no such user
            S: 450 try later
            S: 354 go on
            DATA
            S: 250 2.0.0 queued
            """
            + BYE;
    try (var peer = new ScriptedPeer(script);
        var sending = new Sending(peer.port())) {
      var attempts =
          sending
              .exchange()
              .attempt(parcel("b@there.example", "c@there.example", "d@there.example"));

      assertThat(told(attempts))
          .containsExactly(
              "DELIVERED 250 2.0.0 queued",
              "FAILED 550 5.1.1 no such user",
              "DEFERRED 450 4.2.0 try later");
    }
  }

  @Test
  void tellsAnAddressThatIsRefusedFromEverythingElse() throws IOException {
    var mail = "C: MAIL FROM\nS: %s\n";
    var rcpt = mail.formatted("250 fine") + "C: RCPT TO\nS: %s\n";
    var data = rcpt.formatted("250 fine") + "C: DATA\nS: 354 go on\nDATA\nS: %s\n";
    var code = "550 5.1.1 no such user";
    assertThat(refusesAddress(rcpt.formatted(code))).isTrue();
    assertThat(refusesAddress(rcpt.formatted("550 no such user"))).isFalse();
    assertThat(refusesAddress(rcpt.formatted("450 4.1.1 no such user"))).isFalse();
    assertThat(refusesAddress(mail.formatted(code))).isFalse();
    assertThat(refusesAddress(data.formatted(code))).isFalse();
    assertThat(refusesAddress(rcpt.formatted("250 fine") + "C: DATA\nS: " + code + "\n")).isFalse();
  }

  private static boolean refusesAddress(String script) throws IOException {
    var hello = "S: 220 hello\nC: EHLO\nS: 250 hello\n";
    try (var peer = new ScriptedPeer(hello + script);
        var sending = new Sending(peer.port())) {
      return sending.exchange().attempt(parcel("b@there.example")).getFirst().refusesAddress();
    }
  }

  @Test
  void endsTheEmptyMessageOfAServerThatWantsOneForNobody() throws IOException {
    var script =
        PIPELINING_HELLO
            + """
            C: MAIL FROM
            C: RCPT TO
            C: DATA
            S: 250 fine
            S: 550 5.1.1 no such user
            S: 354 go on
            DATA
            S: 554 no recipients
            C: RSET
            S: 250 fine
            C: MAIL FROM
            C: RCPT TO
            C: DATA
            S: 250 fine
            S: 250 fine
            S: 354 go on
            DATA
            S: 250 2.0.0 queued
            """
            + BYE;
    try (var peer = new ScriptedPeer(script);
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      assertThat(told(courier.attempt(parcel("nobody@there.example"))))
          .containsExactly("FAILED 550 5.1.1 no such user");
      assertThat(told(courier.attempt(parcel("b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 queued");
      assertThat(peer.messages()).startsWith("");
      assertThat(peer.connections()).isOne();
      courier.close();
      assertThat(peer.surprises()).isEmpty();
    }
  }

  @Test
  void sendsASmallMessageWithItsEnvelopeWhereChunkingIsOffered() throws IOException {
    var script =
        """
        S: 220 hello
        C: EHLO
        S: 250-hello
        S: 250-PIPELINING
        S: 250 CHUNKING
        C: MAIL FROM
        C: RCPT TO
        C: BDAT
        BDAT
        S: 250 fine
        S: 250 fine
        S: 250 2.0.0 queued
        """
            + BYE;
    try (var peer = new ScriptedPeer(script);
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel("b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 queued");
      assertThat(peer.messages()).containsExactly(Sending.MESSAGE);
      assertThat(peer.surprises()).isEmpty();
    }
  }

  @Test
  void streamsALargeMessageWithItsDots() throws IOException {
    var text = "Subject: long\r\n\r\n" + (".\r\n" + "x".repeat(76) + "\r\n").repeat(5_000);
    try (var peer = new ScriptedPeer(PLAIN_HELLO + ONE_MESSAGE + BYE);
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel(text, Set.of(), "b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 queued as 1");
      assertThat(peer.messages().getFirst().replace("\r\n..", "\r\n.")).isEqualTo(text);
    }
  }

  @Test
  void keepsTheConnectionForTheNextMessage() throws IOException {
    try (var peer = new ScriptedPeer(PLAIN_HELLO + ONE_MESSAGE + ONE_MESSAGE + BYE);
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      for (int i = 0; i < 2; i++) {
        assertThat(told(courier.attempt(parcel("b@there.example"))))
            .containsExactly("DELIVERED 250 2.0.0 queued as 1");
      }
      courier.close();
      assertThat(peer.connections()).isOne();
      assertThat(peer.surprises()).isEmpty();
    }
  }

  @Test
  void opensANewConnectionWhenTheKeptOneHasGone() throws IOException {
    try (var peer = new ScriptedPeer(PLAIN_HELLO + ONE_MESSAGE + "CLOSE");
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      for (int i = 0; i < 3; i++) {
        assertThat(told(courier.attempt(parcel("b@there.example"))))
            .containsExactly("DELIVERED 250 2.0.0 queued as 1");
      }
      assertThat(peer.connections()).isEqualTo(3);
    }
  }

  @Test
  void passesWhatTheSenderAskedAboutReportsToAServerThatTakesIt() throws IOException {
    var script =
        """
        S: 220 hello
        C: EHLO
        S: 250-hello
        S: 250 DSN
        C: MAIL FROM:<a@us.example> RET=HDRS ENVID=QQ+2B1
        S: 250 fine
        C: RCPT TO:<b@there.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@old.example
        S: 250 fine
        C: DATA
        S: 354 go on
        DATA
        S: 250 fine
        """;
    var recipient = new Recipient("b@there.example", "SUCCESS,DELAY", "rfc822;b@old.example");
    var parcel =
        new OutboundMessage(
            "a@us.example",
            List.of(recipient),
            new Dsn("HDRS", "QQ+2B1"),
            Set.of(),
            Sending.content(Sending.MESSAGE));
    try (var peer = new ScriptedPeer(script, PLAIN_HELLO + ONE_MESSAGE);
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      assertThat(told(courier.attempt(parcel))).containsExactly("DELIVERED 250 2.0.0 fine");
      assertThat(courier.passedReportsOn()).isTrue();
      assertThat(told(courier.attempt(parcel))).containsExactly("DELIVERED 250 2.0.0 queued as 1");
      assertThat(courier.passedReportsOn()).isFalse();
      assertThat(peer.surprises()).isEmpty();
      assertThat(peer.heard()).contains("RCPT TO:<b@there.example>");
    }
  }

  @Test
  void speaksHeloToAServerThatDoesNotKnowEhlo() throws IOException {
    var script =
        """
        S: 220 old
        C: EHLO
        S: 500 what?
        C: HELO us.example
        S: 250 hello
        """;
    try (var peer = new ScriptedPeer(script + ONE_MESSAGE);
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel("b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 queued as 1");
    }
  }

  @Test
  void sendsMoreRecipientsThanAServerTakesInTurns() throws IOException {
    var script =
        """
        S: 220 hello
        C: EHLO
        S: 250-hello
        S: 250 LIMITS RCPTMAX=1
        """;
    try (var peer = new ScriptedPeer(script + ONE_MESSAGE + ONE_MESSAGE);
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel("b@there.example", "b@there.example"))))
          .hasSize(2)
          .containsOnly("DELIVERED 250 2.0.0 queued as 1");
      assertThat(peer.messages()).hasSize(2);
    }
  }

  @Test
  void deliversToOurOwnServerUnderTls() {
    var config =
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None)
            .domain("there.example", Outbound.Capture)
            .certificates()
            .user("b@there.example", "secret");
    try (var server = new RunningServer(config);
        var sending = new Sending(server.port("smtp"))) {
      var courier = sending.exchange();
      for (int i = 0; i < 3; i++) {
        var attempt = courier.attempt(parcel("b@there.example")).getFirst();
        assertThat(told(List.of(attempt)).getFirst()).startsWith("DELIVERED 250 2.0.0");
        assertThat(attempt.tls()).startsWith("TLSv1.3 unverified");
      }
      assertThat(server.store().kept()).hasSize(3);
      assertThat(server.store().kept().getFirst().text()).endsWith(Sending.MESSAGE);
    }
  }
}
