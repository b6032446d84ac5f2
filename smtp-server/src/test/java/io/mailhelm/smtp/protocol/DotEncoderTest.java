package io.mailhelm.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotEncoderTest {
  private static byte[] encoded(String text, int block) {
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    var encoder = new DotEncoder();
    var all = new ByteArrayOutputStream();
    for (int from = 0; from < octets.length; from += block) {
      int to = Math.min(octets.length, from + block);
      var out = new byte[DotEncoder.bound(to - from)];
      all.write(out, 0, encoder.encode(octets, from, to, out, 0));
    }
    var out = new byte[DotEncoder.bound(0)];
    all.write(out, 0, encoder.end(out, 0));
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void isUndoneByTheDecoderHoweverItIsCut(int block) {
    var random = new Random(block);
    var pieces = new String[] {".", "..", "\r\n", "a", ".\r\n", "text that is longer"};
    for (int run = 0; run < 500; run++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      text.append("\r\n");
      var wire = encoded(text.toString(), block);
      var read = new ByteArrayOutputStream();
      var decoder = new DotDecoder();
      int end =
          decoder.feed(
              wire, 0, wire.length, (octets, from, to) -> read.write(octets, from, to - from));
      assertThat(read.toString(StandardCharsets.US_ASCII)).isEqualTo(text.toString());
      assertThat(decoder.finished()).isTrue();
      assertThat(end).isEqualTo(wire.length);
    }
  }

  @Test
  void letsNoDotAfterALoneLineFeedLookLikeTheEnd() {
    assertThat(encoded("a\n.\r\nMAIL", 64)).asString().isEqualTo("a\n..\r\nMAIL\r\n.\r\n");
  }

  @Test
  void hasRoomForTheWorst() {
    assertThat(encoded("\n.".repeat(500), 1_000)).hasSizeLessThanOrEqualTo(DotEncoder.bound(1_000));
    assertThat(encoded(".\n".repeat(500), 1_000)).hasSizeLessThanOrEqualTo(DotEncoder.bound(1_000));
  }
}
