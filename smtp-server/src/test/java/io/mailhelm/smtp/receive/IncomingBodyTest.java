package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.WatchedStore;
import io.mailhelm.smtp.store.BodyWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class IncomingBodyTest {
  private static final WatchedStore STORE = new WatchedStore();

  @AfterAll
  static void close() {
    STORE.close();
  }

  private static IncomingBody body(long limit, TransitMemory inTransit) {
    return new IncomingBody(
        List.of(STORE.newBody()), limit, inTransit.share(IncomingBody.FREE), false);
  }

  private static TransitMemory.Share share() {
    return new TransitMemory(1 << 20).share(IncomingBody.FREE);
  }

  @Test
  void writesNothingOfWhatComesOverTheLimitAndCountsItAll() {
    try (var body = body(1_000, new TransitMemory(1 << 20))) {
      for (int i = 0; i < 100; i++) {
        body.take(new byte[600], 0, 600);
      }
      assertThat(body.isTooLarge()).isTrue();
      assertThat(body.received()).isEqualTo(60_000);
      assertThat(body.writer(0).size()).isLessThanOrEqualTo(1_000);
    }
  }

  @Test
  void keepsABoundedHeaderSection() {
    try (var body = body(10 << 20, new TransitMemory(1 << 20))) {
      for (int i = 0; i < 400; i++) {
        body.take(new byte[1_024], 0, 1_024);
      }
      assertThat(body.isHeaderTooLong()).isTrue();
    }
  }

  @Test
  void drawsNothingForAMessageOfAKilobyte() {
    var inTransit = new TransitMemory(0);
    try (var body = body(10 << 20, inTransit)) {
      body.take(new byte[1_300], 0, 1_300);
      assertThat(body.isCrowdedOut()).isFalse();
      assertThat(body.writer(0).size()).isEqualTo(1_300);
    }
  }

  @Test
  void drawsTheMemoryItTakesAndGivesItBack() {
    var inTransit = new TransitMemory(1 << 20);
    try (var body = body(10 << 20, inTransit)) {
      body.take(new byte[200 << 10], 0, 200 << 10);
      assertThat(body.isCrowdedOut()).isFalse();
      assertThat(inTransit.drawn()).isBetween((200L + 64 - 8) << 10, (200L + 64) << 10);
    }
    assertThat(inTransit.drawn()).isZero();
  }

  @Test
  void drawsForAHeaderSectionWhatItHasGrownTo() {
    var inTransit = new TransitMemory(1 << 20);
    try (var body = body(10 << 20, inTransit)) {
      for (int i = 1; i <= 255; i++) {
        body.take(new byte[1_024], 0, 1_024);
        long header = i * 1_024L;
        assertThat(inTransit.drawn()).isLessThan(header + header / 2 + (128 << 10));
      }
      assertThat(inTransit.drawn()).isLessThanOrEqualTo((256 + 64) << 10);
    }
  }

  @Test
  void withoutMemoryForItsFieldsAMessageIsRefused() {
    var inTransit = new TransitMemory(400 << 10);
    try (var body = body(10 << 20, inTransit)) {
      body.take(new byte[200 << 10], 0, 200 << 10);
      assertThat(body.isCrowdedOut()).isFalse();
      body.end();
      assertThat(body.isCrowdedOut()).isTrue();
      assertThat(inTransit.drawn()).isZero();
    }
  }

  @Test
  void holdsNothingAnyLongerWhenThereIsNoMemoryForMore() {
    var inTransit = new TransitMemory(100 << 10);
    try (var body = body(10 << 20, inTransit)) {
      for (int i = 0; i < 100; i++) {
        body.take(new byte[1_024], 0, 1_024);
        assertThat(inTransit.drawn()).isLessThanOrEqualTo(100 << 10);
      }
      assertThat(body.isCrowdedOut()).isTrue();
      assertThat(inTransit.drawn()).isZero();
      assertThat(body.received()).isEqualTo(100 << 10);
      assertThat(body.writer(0).size()).isLessThan(50 << 10);
    }
    assertThat(inTransit.drawn()).isZero();
  }

  @Test
  void holdsNothingOfWhatWillBeRefused() {
    var inTransit = new TransitMemory(1 << 20);
    try (var tooLarge = body(100_000, inTransit);
        var noEnd = body(10 << 20, inTransit)) {
      for (int i = 0; i < 300; i++) {
        tooLarge.take(new byte[1_024], 0, 1_024);
        noEnd.take(new byte[1_024], 0, 1_024);
      }
      assertThat(tooLarge.isTooLarge()).isTrue();
      assertThat(noEnd.isHeaderTooLong()).isTrue();
      assertThat(inTransit.drawn()).isZero();
    }
  }

  @Test
  void takesBccOffHoweverTheMessageIsCut() throws IOException {
    var message = "Bcc: a\r\n b\r\nTo: c\r\nbCC\t: d\r\n\r\nBcc: text\r\n\r\nend\r\n";
    var octets = message.getBytes(StandardCharsets.US_ASCII);
    for (int piece = 1; piece <= octets.length; piece++) {
      var kept = new ByteArrayOutputStream();
      try (var body = new IncomingBody(List.of(new Kept(kept)), 10 << 20, share(), true)) {
        for (int at = 0; at < octets.length; at += piece) {
          body.take(octets, at, Math.min(octets.length, at + piece));
        }
        body.end();
        assertThat(kept.toString(StandardCharsets.US_ASCII))
            .isEqualTo("To: c\r\n\r\nBcc: text\r\n\r\nend\r\n");
        assertThat(body.isLineTooLong()).isFalse();
      }
    }
  }

  @Test
  void takesOffWhatIsSaidToThisServerAlone() throws IOException {
    assertThat(asksOut("X-Mailhelm-Warm-Up: no\r\n")).isTrue();
    assertThat(asksOut("x-mailhelm-warm-up : NO\r\nX-Mailhelm-Warm-Up: yes\r\n")).isTrue();
    assertThat(asksOut("X-Mailhelm-Warm-Up: never\r\n")).isFalse();
    assertThat(asksOut("X-Mailhelm-Warm-Up:\r\n no\r\n")).isTrue();
    assertThat(asksOut("")).isFalse();
  }

  /** Whether a message with these fields asks to be no part of a warm-up; none of them is kept. */
  private static boolean asksOut(String fields) throws IOException {
    var rest = "To: c\r\n\r\nX-Mailhelm-Warm-Up: no\r\n";
    var octets = (fields + rest).getBytes(StandardCharsets.US_ASCII);
    var kept = new ByteArrayOutputStream();
    try (var body = new IncomingBody(List.of(new Kept(kept)), 10 << 20, share(), true)) {
      body.take(octets, 0, octets.length);
      body.end();
      assertThat(kept.toString(StandardCharsets.US_ASCII)).isEqualTo(rest);
      return body.isOutsideWarmUp();
    }
  }

  private record Kept(ByteArrayOutputStream out) implements BodyWriter {
    @Override
    public void write(byte[] buffer, int offset, int length) {
      out.write(buffer, offset, length);
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(out.toByteArray());
    }

    @Override
    public long size() {
      return out.size();
    }

    @Override
    public void close() {}
  }
}
