package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.wire.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InputBufferTest {
  /** A peer that sends whatever there is room for. */
  private static final class Flood implements Transport {
    @Override
    public int read(byte[] into, int offset, int length) {
      return length;
    }

    @Override
    public void write(byte[] from, int offset, int length) {}

    @Override
    public void finish() {}
  }

  @Test
  void growsWithAMessageUpToItsBound() throws IOException {
    var input = new InputBuffer(new TransitMemory(1 << 20).share(InputBuffer.SMALL));
    for (int i = 0; i < 20; i++) {
      input.readFrom(new Flood(), true);
      input.consumedTo(input.to() - 3);
    }
    assertThat(input.octets()).hasSize(128 << 10);
  }

  @Test
  void givesBackWhatItGrewByWhenCommandsComeAgain() throws IOException {
    var inTransit = new TransitMemory(1 << 20);
    try (var input = new InputBuffer(inTransit.share(InputBuffer.SMALL))) {
      for (int i = 0; i < 20; i++) {
        input.readFrom(new Flood(), true);
        input.consumedTo(input.to());
      }
      assertThat(inTransit.drawn()).isEqualTo((128 - 4) << 10);
      input.readFrom(new Flood(), false);
      assertThat(inTransit.drawn()).isZero();
      input.readFrom(new Flood(), false);
      assertThat(inTransit.drawn()).isPositive();
    }
    assertThat(inTransit.drawn()).isZero();
  }

  @Test
  void readsAMessageInSmallPiecesWhenThereIsNoMemory() throws IOException {
    try (var input = new InputBuffer(new TransitMemory(0).share(InputBuffer.SMALL))) {
      for (int i = 0; i < 20; i++) {
        assertThat(input.readFrom(new Flood(), true)).isGreaterThan(4_000);
        input.consumedTo(input.to() - 3);
      }
      assertThat(input.octets()).hasSize(4 << 10);
    }
  }

  @Test
  void tellsWhenALineFindsNoMemory() throws IOException {
    try (var input = new InputBuffer(new TransitMemory(0).share(InputBuffer.SMALL))) {
      assertThat(input.readFrom(new Flood(), false)).isEqualTo(4 << 10);
      assertThat(input.readFrom(new Flood(), false)).isEqualTo(InputBuffer.NO_MEMORY);
    }
  }
}
