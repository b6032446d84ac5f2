package io.mailhelm.smtp.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Passes a message through, and remembers whether it was the disk that failed. */
public class FaultMemory extends FilterInputStream {
  private Optional<IOException> fault = Optional.empty();

  /** Nothing has failed yet. */
  public FaultMemory(InputStream message) {
    super(message);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      fault = Optional.of(e);
      throw e;
    }
  }

  /** Throws what reading threw, if it did. */
  public final void rethrow() throws IOException {
    if (fault.isPresent()) {
      throw fault.get();
    }
  }
}
