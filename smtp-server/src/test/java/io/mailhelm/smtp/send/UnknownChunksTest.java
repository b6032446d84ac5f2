package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that offer CHUNKING (RFC 3030) and do not know BDAT. */
class UnknownChunksTest {
  private static final String PIPELINED =
      "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250-PIPELINING\nS: 250 CHUNKING\n";
  private static final String SLOW = "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 CHUNKING\n";
  private static final String CHUNK =
      "C: MAIL\nC: RCPT\nC: BDAT\nBDAT\nS: 250 ok\nS: 250 ok\nS: %s\n";
  private static final String SLOW_ENVELOPE = "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\n";
  private static final String BY_DATA =
      "C: MAIL\nC: RCPT\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nDATA\nS: 250 by DATA\n";
  private static final String SLOW_BY_DATA =
      SLOW_ENVELOPE + "C: DATA\nS: 354 go\nDATA\nS: 250 by DATA\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500 5.5.2 what?",
        "500 unrecognized command",
        "501 what?",
        "502 not implemented",
        "503 5.5.1 bad sequence",
        "504 no",
        "550 Unknown command",
        "555 5.5.4 Unrecognised: BDAT"
      })
  void getTheMessageByDataAndNoChunkAgain(String answer) throws IOException {
    try (var peer =
            new ScriptedPeer(
                PIPELINED + CHUNK.formatted(answer) + "HANG",
                PIPELINED + BY_DATA + BY_DATA + "CLOSE",
                PIPELINED + BY_DATA);
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      for (int i = 0; i < 3; i++) {
        assertThat(told(courier.attempt(parcel("b@there.example"))))
            .containsExactly("DELIVERED 250 2.0.0 by DATA");
      }
      assertThat(peer.surprises()).isEmpty();
      assertThat(peer.connections()).isEqualTo(3);
    }
  }

  @Test
  void getItByDataWithoutPipeliningToo() throws IOException {
    try (var peer =
            new ScriptedPeer(
                SLOW + SLOW_ENVELOPE + "C: BDAT\nBDAT\nS: 502 no BDAT\nHANG", SLOW + SLOW_BY_DATA);
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel("b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 by DATA");
      assertThat(peer.surprises()).isEmpty();
    }
  }

  @Test
  void areBelievedAboutAMessageOnceTheyTookAChunk() throws IOException {
    try (var peer =
            new ScriptedPeer(
                PIPELINED + CHUNK.formatted("250 taken") + CHUNK.formatted("503 5.5.1 not that"));
        var sending = new Sending(peer.port())) {
      var courier = sending.exchange();
      assertThat(told(courier.attempt(parcel("b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 taken");
      assertThat(told(courier.attempt(parcel("b@there.example"))))
          .containsExactly("FAILED 503 5.5.1 not that");
      assertThat(peer.connections()).isOne();
    }
  }

  @Test
  void areBelievedAboutTheirRecipients() throws IOException {
    var refused =
        "C: MAIL\nC: RCPT\nC: BDAT\nBDAT\nS: 250 ok\nS: 550 5.1.1 no\nS: 503 nobody to take it\n";
    try (var peer = new ScriptedPeer(PIPELINED + refused + "C: QUIT\nS: 221 bye\n");
        var sending = new Sending(peer.port())) {
      assertThat(told(sending.exchange().attempt(parcel("b@there.example"))))
          .containsExactly("FAILED 550 5.1.1 no");
      assertThat(peer.connections()).isOne();
    }
  }
}
