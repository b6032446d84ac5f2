package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.bounce.HardBounce;
import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.protocol.PeerReplyDecoder;
import io.mailhelm.smtp.store.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which replies to RCPT keep an address from being mailed again: {@code refusals/replies.txt}. */
class RefusalsTest {
  static Stream<String> replies() throws IOException {
    return rows("replies.txt");
  }

  /** The rows of a table of refusals. */
  static Stream<String> rows(String table) throws IOException {
    try (var in = RefusalsTest.class.getResourceAsStream("/refusals/" + table)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList()
          .stream();
    }
  }

  static PeerReply reply(String lines) throws PeerReplyDecoder.UnreadableException {
    var octets = (lines.replace("\\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
    var decoder = new PeerReplyDecoder();
    assertThat(decoder.feed(octets, 0, octets.length)).isEqualTo(octets.length);
    return decoder.take();
  }

  /** The outcome that an attempt has of a verdict. */
  static Attempt attempt(RecipientResult verdict) {
    var tally = new RecipientResults(Clock.systemUTC(), 1);
    tally.refused(verdict);
    return tally.attempts().getFirst();
  }

  @ParameterizedTest
  @MethodSource("replies")
  void areReadByCodeAndWords(String line) throws Exception {
    var parts = line.split("\\|", 3);
    var reply = reply(parts[2].strip());
    assertThat(HardBounce.is(attempt(RecipientResult.ofRecipient(reply))))
        .as(line)
        .isEqualTo(parts[1].strip().equals("suppress"));
  }

  /** Said of anything but an address, none of it is about an address. */
  @ParameterizedTest
  @MethodSource("replies")
  void sayNothingOfTheAddressInAnswerToAnythingElse(String line) throws Exception {
    var reply = reply(line.split("\\|", 3)[2].strip());
    assertThat(HardBounce.is(attempt(RecipientResult.of(reply)))).as(line).isFalse();
  }
}
