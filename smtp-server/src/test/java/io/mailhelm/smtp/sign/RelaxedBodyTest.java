package io.mailhelm.smtp.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaxedBodyTest {
  private static byte[] hash(String body, int piece) {
    var relaxed = new RelaxedBody(SigningKey.Sha256.digest());
    var octets = body.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < octets.length; at += piece) {
      relaxed.update(octets, at, Math.min(octets.length, at + piece));
    }
    return relaxed.finish();
  }

  @Test
  void makesTheExampleOfTheRfc() {
    // RFC 6376 §3.4.5
    assertThat(hash(" C \r\nD \t E\r\n\r\n\r\n", 3)).isEqualTo(Verifier.sha256(" C\r\nD E\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n\r\n", " \t \r\n  \r\n", " ", "\t"})
  void hashesNothingOfABodyWithoutText(String body) {
    assertThat(hash(body, 1)).isEqualTo(Verifier.sha256(""));
    assertThat(hash(body, 100)).isEqualTo(Verifier.sha256(""));
  }

  @Test
  void addsTheLastLineEndWhereItIsMissing() {
    assertThat(hash("Hi", 9)).isEqualTo(Verifier.sha256("Hi\r\n"));
    assertThat(hash("Hi \t", 1)).isEqualTo(Verifier.sha256("Hi\r\n"));
  }

  @Test
  void givesTheSameHashHoweverTheBodyIsCut() {
    var random = new Random(6376);
    var alphabet = new String[] {"a", "bc", " ", "\t", "\r\n", "\r\n\r\n", " \r\n", "\u00e9", "x"};
    for (int round = 0; round < 5_000; round++) {
      var body = new StringBuilder();
      int length = random.nextInt(30);
      for (int i = 0; i < length; i++) {
        body.append(alphabet[random.nextInt(alphabet.length)]);
      }
      var expected = Verifier.sha256(Verifier.relaxedBody(body.toString()));
      assertThat(hash(body.toString(), 1 + random.nextInt(12)))
          .as("%s", body.toString().replace("\r\n", "$").replace('\t', '~'))
          .isEqualTo(expected);
      assertThat(hash(body.toString(), 1_000)).isEqualTo(expected);
    }
  }
}
