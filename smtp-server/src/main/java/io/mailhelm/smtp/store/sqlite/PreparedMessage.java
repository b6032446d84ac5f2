package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.NewMessage;
import java.io.IOException;

/**
 * A message whose body is on stable storage, if it has a file, so that the writer has only rows to
 * write. Closing it removes the file unless it was kept.
 */
record PreparedMessage(StoredBody body, MessageRow row) implements AutoCloseable {
  /**
   * Flushes; a body that fails is closed.
   *
   * @throws IOException when the body could not be written
   */
  static PreparedMessage of(NewMessage message) throws IOException {
    if (!(message.body() instanceof StoredBody body)) {
      throw new IllegalArgumentException("the body is not from newBody() of this store");
    }
    try {
      if (body.failure().isPresent()) {
        throw body.failure().get();
      }
      return new PreparedMessage(body, MessageRow.of(message, body, body.flush()));
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  /** Octets of its file, for the sums. */
  long fileOctets() {
    return row.file().isPresent() ? row.size() : 0;
  }

  @Override
  public void close() {
    body.close();
  }
}
