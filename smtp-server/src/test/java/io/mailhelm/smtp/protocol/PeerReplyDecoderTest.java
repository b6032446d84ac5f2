package io.mailhelm.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Surrogates;
import io.mailhelm.smtp.protocol.PeerReplyDecoder.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerReplyDecoderTest {
  private static PeerReply read(String text) throws UnreadableException {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var decoder = new PeerReplyDecoder();
    for (int at = 0; at < octets.length; ) {
      at = decoder.feed(octets, at, at + 1);
    }
    assertThat(decoder.isComplete()).isTrue();
    return decoder.take();
  }

  @Test
  void readsLinesAndTakesTheEnhancedCodeOff() throws UnreadableException {
    assertThat(read("550-5.1.1 no\r\n550 5.1.1 such user\r\n"))
        .isEqualTo(new PeerReply(550, "5.1.1", List.of("no", "such user")));
    assertThat(read("250\n")).isEqualTo(new PeerReply(250, "", List.of("")));
    assertThat(read("550 4.1.1 odd\r\n").enhanced()).isEmpty();
    assertThat(read("250 a\0b\r\n").text()).isEqualTo("a?b");
  }

  @Test
  void stopsAfterOneReply() throws UnreadableException {
    var two = "250 one\r\n550 two\r\n".getBytes(StandardCharsets.US_ASCII);
    var decoder = new PeerReplyDecoder();
    assertThat(decoder.feed(two, 0, two.length)).isEqualTo(9);
    assertThat(decoder.take().text()).isEqualTo("one");
    decoder.feed(two, 9, two.length);
    assertThat(decoder.take().text()).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "hello\r\n",
        "199 x\r\n",
        "600 x\r\n",
        "250x\r\n",
        "25\r\n",
        "250-a\r\n251 b\r\n"
      })
  void refusesWhatIsNoReply(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void refusesMoreThanAReplyHasToHave() {
    assertThatThrownBy(() -> read("250 " + "x".repeat(2_050)))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> read("250-x\r\n".repeat(101))).isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> read(("250-" + "x".repeat(2_000) + "\r\n").repeat(40)))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void keepsTheBeginningOfALongReplyInWholeCharacters() throws UnreadableException {
    var line = "550-5.1.1 " + "\ud83d\ude00".repeat(490) + "\r\n";
    var reply = read("550-5.1.1 odd\r\n" + line.repeat(32) + "550 5.1.1 end\r\n");
    assertThat(String.join("", reply.lines()).length()).isBetween(7_000, PeerReplyDecoder.MAX_KEPT);
    assertThat(reply.text()).startsWith("odd \ud83d\ude00").doesNotContain("5.1.1");
    assertThat(reply.text().length()).isBetween(998, PeerReply.MAX_TEXT);
    assertThat(Surrogates.isHalved(reply.text())).isFalse();
  }

  @Test
  void aLineThatIsNotKeptIsOneOfTheReplyAllTheSame() {
    var long_ = ("250-" + "x".repeat(2_000) + "\r\n").repeat(10);
    assertThatThrownBy(() -> read(long_ + "550 no\r\n"))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("two codes");
  }

  @Test
  void anEnhancedCodeIsFollowedByAnyCharacters() throws UnreadableException {
    assertThat(read("550 5.1.1 a\u2028b\r\n"))
        .isEqualTo(new PeerReply(550, "5.1.1", List.of("a\u2028b")));
  }

  @Test
  void keepsOfAnOfferWhatIsKnownHere() throws UnreadableException {
    var offer = new StringBuilder("250-hi\r\n");
    for (int i = 0; i < 90; i++) {
      offer.append("250-X%d words\r\n".formatted(i));
    }
    offer.append("250-LIMITS %s RCPTMAX=1\r\n".formatted("A=1 ".repeat(300)));
    var keywords = EhloKeywords.of(read(offer + "250-AUTH PLAIN\r\n250 SIZE 9\r\n")).keywords();
    assertThat(keywords).isEqualTo(Map.of("AUTH", "PLAIN", "SIZE", "9"));
  }

  @Test
  void survivesAnything() {
    var random = new Random(5);
    for (int run = 0; run < 5_000; run++) {
      var octets = new byte[random.nextInt(300)];
      for (int i = 0; i < octets.length; i++) {
        octets[i] = (byte) "0123456789 -\r\n.x\0\u00ff".charAt(random.nextInt(18));
      }
      try {
        var decoder = new PeerReplyDecoder();
        decoder.feed(octets, 0, octets.length);
        if (decoder.isComplete()) {
          assertThat(decoder.take().code()).isBetween(200, 599);
        }
      } catch (UnreadableException e) {
        assertThat(e).hasMessageNotContaining("\0");
      }
    }
  }

  @Test
  void readsWhatAServerOffers() throws UnreadableException {
    var offers =
        EhloKeywords.of(
            read(
                "250-hi\r\n250-size 1000\r\n250-AUTH plain LOGIN\r\n250 LIMITS MAILMAX=5 RCPTMAX=20\r\n"));
    assertThat(offers.maxSize()).isEqualTo(1_000);
    assertThat(offers.mechanisms()).containsExactlyInAnyOrder("PLAIN", "LOGIN");
    assertThat(offers.maxRecipients()).isEqualTo(20);
    assertThat(offers.pipelining()).isFalse();
    assertThat(EhloKeywords.of(read("250-hi\r\n250 SIZE nonsense\r\n")).maxSize())
        .isEqualTo(Long.MAX_VALUE);
  }
}
