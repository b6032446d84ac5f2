package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.transfer.MessageOctets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePayloadTest {
  private static MessagePayload of(String text) throws IOException {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    return MessagePayload.of(
        new MessageOctets() {
          @Override
          public long size() {
            return octets.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(octets);
          }
        });
  }

  /** Around the ends of blocks, a character cut there too. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 10, 65_520, 65_525, 65_526, 65_527, 131_060, 131_064, 131_065, 250_000, 400_000})
  void seesUtf8WhereverInALongHeaderItStands(int before) throws IOException {
    var padding = ("X-Pad: " + "x".repeat(60) + "\r\n").repeat(before / 69);
    var rest = "x".repeat(before % 69);
    var body = "\r\n\r\n" + "text\r\n".repeat(20_000);

    assertThat(of(padding + "Subject: " + rest + "J\u00fcrgen" + body).utf8Header()).isTrue();
    assertThat(of(padding + "Subject: " + rest + "Juergen" + body + "\u00fc").utf8Header())
        .isFalse();
    assertThat(of(padding + "Subject: " + rest + "Juergen" + body + "\u00fc").eightBit()).isTrue();
    assertThat(of(padding + "Subject: " + rest + "Juergen" + body).eightBit()).isFalse();
  }
}
