package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every failure a peer can cause is a deferral or a bounce in the peer's own words, never a stuck
 * thread.
 */
class HostilePeersTest {
  private static final String HELLO = "S: 220 hi\nC: EHLO\nS: 250 hi\n";
  private static final String PIPELINED = "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 PIPELINING\n";
  private static final String CHUNKED =
      "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250-PIPELINING\nS: 250 CHUNKING\n";
  private static final String ENVELOPE = "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\n";
  private static final String GROUP = "C: MAIL\nC: RCPT\nC: DATA\n";
  private static final String STARTTLS =
      "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\n";

  static Stream<Arguments> peers() {
    return Stream.of(
        peer("closes at once", "CLOSE", "DEFERRED 0 4.4.2 closed the connection"),
        peer("says nothing", "HANG", "DEFERRED 0 4.4.2 no end of answering the connection in"),
        peer("drips", "FLOOD: 2", "DEFERRED 0 4.5.0 in answer to the connection: a reply longer"),
        peer("floods lines", "FLOOD: 220-x\\r\\n", "DEFERRED 0 4.5.0 in answer to the connection"),
        peer("floods NULs", "FLOOD: \\0\\0\\0", "DEFERRED 0 4.5.0 in answer to the connection"),
        peer(
            "speaks HTTP",
            "S: HTTP/1.1 400 Bad",
            "DEFERRED 0 4.5.0 in answer to the connection: not a reply: HTTP/1.1 400 Bad"),
        peer("changes its mind", "RAW: 220-a\\r\\n554 b\\r\\n", "DEFERRED 0 4.5.0"),
        peer("is no mail server", "S: 554 5.3.2 no mail here", "FAILED 554 5.3.2 no mail here"),
        peer("is busy", "S: 421 4.3.2 busy", "DEFERRED 421 4.3.2 busy"),
        peer("greets with 250", "S: 250 hi", "DEFERRED 0 4.5.0 answered 250 hi, out of place"),
        peer(
            "speaks before EHLO",
            "RAW: 220 hi\\r\\n250 hi\\r\\n",
            "DEFERRED 0 4.5.0 said more than it was asked"),
        peer(
            "closes at EHLO",
            "S: 220 hi\nC: EHLO\nCLOSE",
            "DEFERRED 0 4.4.2 closed the connection instead of answering EHLO"),
        peer(
            "refuses EHLO and HELO",
            "S: 220 hi\nC: EHLO\nS: 500 a\nC: HELO\nS: 550 no",
            "FAILED 550 5.0.0 no"),
        peer(
            "closes at MAIL",
            HELLO + "C: MAIL\nCLOSE",
            "DEFERRED 0 4.4.2 closed the connection instead of answering MAIL FROM"),
        peer(
            "refuses the sender",
            HELLO + "C: MAIL\nS: 550 5.7.1 not you",
            "FAILED 550 5.7.1 not you"),
        peer(
            "hangs at RCPT",
            HELLO + "C: MAIL\nS: 250 ok\nC: RCPT\nHANG",
            "DEFERRED 0 4.4.2 no end of answering RCPT TO"),
        peer(
            "421 at RCPT",
            HELLO + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 421 too many",
            "DEFERRED 421 4.3.2 too many"),
        peer(
            "354 at RCPT",
            HELLO + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 354 go\nHANG",
            "DEFERRED 0 4.5.0 answered 354 go, out of place"),
        peer(
            "answers MAIL twice",
            HELLO
                + "C: MAIL\nRAW: 250 ok\\r\\n250 ok again\\r\\n\nC: RCPT\nS: 550 5.1.1 gone\nHANG",
            "DEFERRED 0 4.5.0 said more than it was asked: 250 ok again"),
        peer(
            "answers RCPT twice",
            HELLO
                + "C: MAIL\nS: 250 ok\nC: RCPT\nRAW: 250 ok\\r\\n354 go\\r\\n\nC: DATA\nS: 250 odd\nHANG",
            "DEFERRED 0 4.5.0 said more than it was asked: 354 go"),
        peer(
            "answers the message before it has it",
            HELLO
                + ENVELOPE
                + "C: DATA\nRAW: 354 go\\r\\n250 early\\r\\n\nDATA\nS: 550 5.1.1 no\nHANG",
            "DEFERRED 0 4.5.0 said more than it was asked: 250 early"),
        peer(
            "answers the message of a group before it has it",
            PIPELINED
                + GROUP
                + "RAW: 250 1\\r\\n250 2\\r\\n354 go\\r\\n250 early\\r\\n\nDATA\nS: 550 5.1.1 no\nHANG",
            "DEFERRED 0 4.5.0 said more than it was asked: 250 early"),
        peer(
            "answers MAIL of a group twice",
            PIPELINED
                + GROUP
                + "RAW: 250 1\\r\\n250 again\\r\\n550 5.1.1 gone\\r\\n354 go\\r\\n\nHANG",
            "DEFERRED 0 4.5.0 said more than it was asked: 354 go"),
        peer(
            "answers MAIL of a group with a chunk twice",
            CHUNKED
                + "C: MAIL\nC: RCPT\nC: BDAT\nBDAT\nRAW: 250 1\\r\\n250 again\\r\\n250 2\\r\\n550 5.6.0 no\\r\\n\nHANG",
            "DEFERRED 0 4.4.2 outcome unknown: the whole message was sent, then: said more than it was asked: 550 no"),
        peer(
            "goes unasked",
            HELLO + "C: MAIL\nRAW: 250 ok\\r\\n421 4.3.2 bye\\r\\n\nCLOSE",
            "DEFERRED 421 4.3.2 bye"),
        peer("closes at DATA", HELLO + ENVELOPE + "C: DATA\nCLOSE", "DEFERRED 0 4.4.2"),
        peer(
            "refuses DATA", HELLO + ENVELOPE + "C: DATA\nS: 451 no\nHANG", "DEFERRED 451 4.3.0 no"),
        peer(
            "250 for DATA",
            HELLO + ENVELOPE + "C: DATA\nS: 250 ok\nHANG",
            "DEFERRED 0 4.5.0 answered DATA with 250 ok"),
        peer(
            "250 for all",
            PIPELINED + GROUP + "S: 250 1\nS: 250 2\nS: 250 3\nS: 250 4\nHANG",
            "DEFERRED 0 4.5.0 answered DATA with 250 3"),
        peer(
            "refuses the message",
            HELLO + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nS: 554 5.6.0 spam\nHANG",
            "FAILED 554 5.6.0 spam"),
        peer(
            "is lost after the dot",
            HELLO + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nCLOSE",
            "DEFERRED 0 4.4.2 outcome unknown"),
        peer(
            "hangs after the dot",
            HELLO + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nHANG",
            "DEFERRED 0 4.4.2 outcome unknown"),
        peer(
            "354 after the dot",
            HELLO + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nS: 354 more\nHANG",
            "DEFERRED 0 4.5.0 answered 354 more, out of place"),
        peer(
            "421 in a group",
            PIPELINED + GROUP + "S: 250 ok\nS: 421 bye\nCLOSE",
            "DEFERRED 421 4.3.2 bye"),
        peer("answers half a group", PIPELINED + GROUP + "S: 250 ok\nCLOSE", "DEFERRED 0 4.4.2"),
        peer(
            "is lost with a chunk",
            CHUNKED + "C: MAIL\nC: RCPT\nC: BDAT\nBDAT\nS: 250 ok\nCLOSE",
            "DEFERRED 0 4.4.2 outcome unknown"),
        peer(
            "refuses a chunk",
            CHUNKED
                + "C: MAIL\nC: RCPT\nC: BDAT\nBDAT\nS: 250 ok\nS: 250 ok\nS: 552 5.2.2 full\nHANG",
            "FAILED 552 5.2.2 full"),
        peer(
            "refuses a chunk's sender",
            CHUNKED + "C: MAIL\nC: RCPT\nC: BDAT\nBDAT\nS: 550 no\nS: 503 no\nS: 503 no\nHANG",
            "FAILED 550 5.0.0 no"));
  }

  private static Arguments peer(String does, String script, String told) {
    return Arguments.of(does, script, told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("peers")
  @Timeout(20)
  void everyFailureOfAPeerIsADeferralOrABounceInItsOwnWords(
      String does, String script, String expected) throws IOException {
    try (var peer = new ScriptedPeer(script);
        var sending = new Sending(peer.port(), Sending.HASTY, List.of())) {
      var attempts = sending.exchange().attempt(parcel("b@there.example"));
      assertThat(told(attempts)).hasSize(1);
      assertThat(told(attempts).getFirst()).startsWith(expected);
      assertThat(attempts.getFirst().host()).isEqualTo("mx.there.example");
    }
  }

  @Test
  void fallsBackToClearWhenTlsIsOutOfOrder() throws IOException {
    var takesAll = HELLO + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
    for (var broken :
        List.of(
            STARTTLS + "S: 220 go\nRAW: garbage that is no handshake\nHANG",
            STARTTLS + "S: 220 go\nCLOSE",
            STARTTLS + "RAW: 220 go\\r\\n250 injected\\r\\n\nHANG",
            STARTTLS + "S: 220 go\nHANG")) {
      try (var peer = new ScriptedPeer(broken, takesAll);
          var sending = new Sending(peer.port(), Sending.HASTY, List.of())) {
        var attempt = sending.exchange().attempt(parcel("b@there.example")).getFirst();
        assertThat(told(List.of(attempt))).as(broken).containsExactly("DELIVERED 250 2.0.0 ok");
        assertThat(attempt.tls()).startsWith("none: ");
        assertThat(sending.outcomes.getFirst()).endsWith("validation-failure");
        assertThat(peer.heard()).as("nothing after STARTTLS").doesNotContain("injected");
      }
    }
  }

  /** The platform keeps what a server says beside its data, as session tickets, all of it. */
  @Test
  @Timeout(60)
  void leavesAServerThatTalksOfTlsOnly() throws IOException {
    var tls = new TestAuthority().server("mx.there.example").context();
    try (var peer = new ScriptedPeer(tls, STARTTLS + "S: 220 go\nTLS\nC: EHLO\nKEYS");
        var sending = new Sending(peer.port())) {
      var attempt = sending.exchange().attempt(parcel("b@there.example")).getFirst();
      assertThat(told(List.of(attempt)).getFirst())
          .startsWith("DEFERRED 0 4.4.2")
          .contains("too much that is no data");
    }
  }

  /** Each would become a session, however small it is: thousands in what one server may send. */
  @Test
  void keepsNoTicketOfTls13() throws IOException {
    var tls = new TestAuthority().server("mx.there.example").context();
    var script =
        STARTTLS + "S: 220 go\nTLS\nC: EHLO\nS: 250 hi\n" + ENVELOPE + "C: DATA\nS: 354 go\nDATA\n";
    try (var peer = new ScriptedPeer(tls, script + "S: 250 ok\n");
        var sending = new Sending(peer.port())) {
      var attempt = sending.exchange().attempt(parcel("b@there.example")).getFirst();
      assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(attempt.tls()).contains("TLSv1.3");
      assertThat(sending.tls.sessions()).as("the connection's own").isEqualTo(1);
    }
  }

  @Test
  void sendsInClearWhereStartTlsIsRefused() throws IOException {
    var script = STARTTLS + "S: 454 not now\n" + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
    try (var peer = new ScriptedPeer(script);
        var sending = new Sending(peer.port(), Sending.HASTY, List.of())) {
      var attempt = sending.exchange().attempt(parcel("b@there.example")).getFirst();
      assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(attempt.tls()).isEqualTo("none: refused STARTTLS: 454 not now");
      assertThat(sending.outcomes)
          .containsExactly("there.example NO_POLICY_FOUND mx.there.example starttls-not-supported");
    }
  }

  /** It is kept with each attempt. */
  @Test
  void keepsTheBeginningOfARefusalOfTls() throws IOException {
    var refusal =
        "RAW: %s454 no\\r\\n\n".formatted(("454-" + "x".repeat(2_000) + "\\r\\n").repeat(30));
    var script = STARTTLS + refusal + ENVELOPE + "C: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
    try (var peer = new ScriptedPeer(script);
        var sending = new Sending(peer.port(), Sending.HASTY, List.of())) {
      var attempt = sending.exchange().attempt(parcel("b@there.example")).getFirst();
      assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(attempt.tls()).startsWith("none: refused STARTTLS: 454 x").hasSize(1_000);
    }
  }

  @Test
  void endsAnAttemptUnderWayWhenItIsClosed() throws Exception {
    try (var peer = new ScriptedPeer("S: 220 hi\nC: EHLO\nHANG");
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      var attempts =
          CompletableFuture.supplyAsync(() -> courier.attempt(parcel("b@there.example")));
      Awaitility.await().until(() -> !peer.heard().isEmpty());
      courier.close();
      assertThat(
              attempts
                  .orTimeout(2, java.util.concurrent.TimeUnit.SECONDS)
                  .get()
                  .getFirst()
                  .outcome())
          .hasToString("DEFERRED");
    }
  }

  @Test
  void waitsLessLongForAHostThatNeverGreetedUs() throws IOException {
    var slow = Duration.ofSeconds(30);
    var known = Duration.ofMillis(700);
    var first = Duration.ofMillis(300);
    var timeouts =
        new Timeouts(slow, first, slow, slow, known, slow, slow, slow, slow, slow, slow, slow);
    try (var peer =
            new ScriptedPeer("HANG", "S: 220 hi\nC: EHLO\nS: 250 hi\nCLOSE", "HANG", "HANG");
        var sending = new Sending(peer.port(), timeouts, List.of())) {
      var courier = sending.exchange();
      var texts = new ArrayList<String>();
      for (int i = 0; i < 4; i++) {
        texts.add(told(courier.attempt(parcel("b@there.example"))).getFirst());
      }
      assertThat(texts.get(0)).contains("no end of answering the connection in 300 ms");
      assertThat(texts.get(2)).contains("no end of answering the connection in 700 ms");
      assertThat(texts.get(3)).contains("no end of answering the connection in 300 ms");
    }
  }

  @Test
  void endsAnAttemptThatTakesTooLongAsAWhole() throws IOException {
    var slow = Duration.ofSeconds(30);
    var timeouts =
        new Timeouts(
            slow,
            slow,
            slow,
            slow,
            slow,
            slow,
            slow,
            slow,
            slow,
            slow,
            slow,
            Duration.ofMillis(300));
    try (var peer = new ScriptedPeer("HANG");
        var sending = new Sending(peer.port(), timeouts, List.of())) {
      assertThat(told(sending.exchange().attempt(parcel("b@there.example"))).getFirst())
          .startsWith("DEFERRED 0 4.4.2 no end of answering the connection");
    }
  }
}
