package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refusals that pass, and what is done about them at once. */
class PassingRefusalsTest {
  private static final String HELLO = "S: 220 hi\nC: EHLO\nS: 250 hi\n";
  private static final String TAKES =
      "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\n";

  /**
   * What a peer says on its first connection and on those after it, and what comes of two messages.
   */
  enum Peer {
    HAS_ENOUGH_AT_MAIL(
        HELLO + TAKES + "S: 250 ok\nC: MAIL\nS: 421 4.7.0 enough\n",
        HELLO + TAKES + "S: 250 ok\n",
        "DELIVERED 250 2.0.0 ok"),
    HAS_ENOUGH_AT_RCPT(
        HELLO + TAKES + "S: 250 ok\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 421 4.7.0 enough\n",
        HELLO + TAKES + "S: 250 ok\n",
        "DELIVERED 250 2.0.0 ok"),
    HAS_ENOUGH_OF_A_NEW_CONNECTION_TOO(
        HELLO + TAKES + "S: 250 ok\nC: MAIL\nS: 421 4.7.0 enough\n",
        HELLO + "C: MAIL\nS: 421 4.7.0 enough\n",
        "DEFERRED 421 4.7.0 enough"),
    HAS_ENOUGH_ONCE_IT_HAS_THE_MESSAGE(
        HELLO + TAKES + "S: 250 ok\n" + TAKES + "S: 421 4.7.0 enough\n",
        HELLO + TAKES + "S: 250 ok\n",
        "DEFERRED 421 4.7.0 enough"),
    COUNTS_RECIPIENTS(
        HELLO + TAKES + "S: 250 ok\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 552 5.5.3 too many\n",
        HELLO,
        "DEFERRED 552 4.5.3 too many recipients at once: too many"),
    COUNTS_RECIPIENTS_IN_WORDS(
        HELLO + TAKES + "S: 250 ok\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 552 Too many recipients\n",
        HELLO,
        "DEFERRED 552 4.5.3 too many recipients at once: Too many recipients"),
    HAS_A_FULL_MAILBOX(
        HELLO + TAKES + "S: 250 ok\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 552 5.2.2 full\n",
        HELLO,
        "FAILED 552 5.2.2 full");

    private final String first;
    private final String others;
    private final String second;

    Peer(String first, String others, String second) {
      this.first = first;
      this.others = others;
      this.second = second;
    }
  }

  @ParameterizedTest
  @EnumSource
  void areTakenAsTheyAreMeant(Peer said) throws IOException {
    try (var peer = new ScriptedPeer(said.first, said.others);
        var sending = new Sending(peer.port(), Sending.TIMEOUTS, List.of())) {
      var courier = sending.exchange();
      assertThat(told(courier.attempt(parcel("a@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(told(courier.attempt(parcel("b@there.example")))).containsExactly(said.second);
      assertThat(peer.surprises()).isEmpty();
    }
  }
}
