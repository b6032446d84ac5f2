package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.store.Attempt;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * A hundred of these are kept while a message is sent, whatever the peer says of each recipient.
 */
class RecipientResultTest {
  private static final PeerReply LONG =
      new PeerReply(450, "", Collections.nCopies(32, "\u0101".repeat(1_000)));

  @Test
  void keepsTheBeginningOfWhatAPeerSaid() {
    assertThat(RecipientResult.ofRecipient(LONG).text()).hasSize(Attempt.MAX_TEXT);
    assertThat(RecipientResult.of(LONG).text()).hasSize(Attempt.MAX_TEXT);
    assertThat(RecipientResult.forNow(LONG, "what it is about").text())
        .startsWith("what it is about: ")
        .hasSize(Attempt.MAX_TEXT);
    assertThat(ServerRefusal.lost("4.5.0", "x".repeat(3_000)).verdict().text())
        .hasSize(Attempt.MAX_TEXT);
    assertThat(PeerSecurity.none("x".repeat(3_000)).text()).hasSize(Attempt.MAX_TEXT);
  }

  /** Many recipients' results are made in a row, on threads that all deliveries share. */
  @Test
  void readsNoMoreThanTheBeginningForWords() {
    var beyond = new PeerReply(550, "", Collections.nCopies(2, "x".repeat(600) + " mailbox full"));
    assertThat(RecipientResult.of(beyond).enhanced()).isEqualTo("5.2.2");
    var far = new PeerReply(550, "", Collections.nCopies(2, "x".repeat(1_500) + " mailbox full"));
    assertThat(RecipientResult.of(far).enhanced()).isEqualTo("5.0.0");
  }
}
