package io.mailhelm.smtp.api.mime;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Passes a message through and keeps its beginning, to be shown when it cannot be understood. */
final class Peek extends FilterInputStream {
  private static final int KEPT = 64 << 10;

  private final ByteArrayOutputStream start = new ByteArrayOutputStream();
  private Optional<IOException> fault = Optional.empty();

  Peek(InputStream message) {
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
      var count = in.read(buffer, offset, length);
      if (count > 0 && start.size() < KEPT) {
        start.write(buffer, offset, Math.min(count, KEPT - start.size()));
      }
      return count;
    } catch (IOException e) {
      fault = Optional.of(e);
      throw e;
    }
  }

  /** The beginning, as text. */
  String seen() {
    return start.toString(StandardCharsets.UTF_8);
  }

  /** Throws what reading threw, if it did. */
  void rethrow() throws IOException {
    if (fault.isPresent()) {
      throw fault.get();
    }
  }
}
