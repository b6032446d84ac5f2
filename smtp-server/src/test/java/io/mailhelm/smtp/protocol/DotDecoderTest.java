package io.mailhelm.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotDecoderTest {
  private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
  private final DotDecoder decoder = new DotDecoder();

  @Test
  void endsAtTheDotAloneAndNowhereElse() {
    var input = "a\r\n..b\r\n.c\r\n.\r\nNOOP\r\n";
    assertThat(feed(input)).isEqualTo(input.indexOf("NOOP"));
    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.bareLineEnd()).isFalse();
    assertThat(decoded.toString(StandardCharsets.US_ASCII)).isEqualTo("a\r\n.b\r\nc\r\n");
  }

  @Test
  void takesTheFirstDotForAnEmptyMessage() {
    assertThat(feed(".\r\n")).isEqualTo(3);
    assertThat(decoder.finished()).isTrue();
    assertThat(decoded.size()).isZero();
  }

  @Test
  void notesLoneLineEndsAndGoesOnToTheTrueEnd() {
    for (var smuggled : new String[] {"\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r\r\n", "\n.\n"}) {
      var fresh = new DotDecoder();
      var input = ("x" + smuggled + "y\r\n.\r\n").getBytes(StandardCharsets.US_ASCII);
      assertThat(fresh.feed(input, 0, input.length, (octets, from, to) -> {}))
          .isEqualTo(input.length);
      assertThat(fresh.finished()).isTrue();
      assertThat(fresh.bareLineEnd()).isTrue();
    }
  }

  @Test
  void findsLineEndsAsALoopWould() {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      var octets = new byte[random.nextInt(40)];
      for (int i = 0; i < octets.length; i++) {
        // neighbours of CR and LF, and their like with the high bit set, are where a trick breaks
        octets[i] =
            (byte)
                "\t\n\u000b\f\r\u000e\u008a\u008d\0x\u00ff"
                    .charAt(random.nextInt(random.nextInt(5) == 0 ? 11 : 1));
        octets[i] =
            random.nextInt(6) > 0
                ? (byte) "\u000b\f\u000e\u008a\u008dx".charAt(random.nextInt(6))
                : octets[i];
      }
      int from = random.nextInt(octets.length + 1);
      int expected = from;
      while (expected < octets.length && octets[expected] != '\r' && octets[expected] != '\n') {
        expected++;
      }
      assertThat(LineEndScan.lineEnd(octets, from, octets.length)).isEqualTo(expected);
    }
  }

  private int feed(String input) {
    var octets = input.getBytes(StandardCharsets.US_ASCII);
    return decoder.feed(
        octets, 0, octets.length, (part, from, to) -> decoded.write(part, from, to - from));
  }
}
