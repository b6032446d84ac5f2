package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class InputTest {
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
    var input = new Input();
    for (int i = 0; i < 20; i++) {
      input.readFrom(new Flood(), true);
      input.consumedTo(input.to() - 3);
    }
    assertThat(input.octets()).hasSize(128 << 10);
  }
}
