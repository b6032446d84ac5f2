package io.mailhelm.smtp.lint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of another stream, which is not closed with it. */
final class LimitedInput extends FilterInputStream {
  private int left;

  /**
   * @param most octets
   */
  LimitedInput(InputStream in, int most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }

  @Override
  public void close() {
    // who opened the other stream closes it
  }
}
