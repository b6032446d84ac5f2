package io.mailhelm.smtp.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the octets of a message as they arrive. Owned by one thread. Holds at most {@code 64 KiB}
 * in memory; beyond that it writes to a file in the store's folder.
 */
public interface BodyWriter extends Closeable {
  /**
   * Appends.
   *
   * @throws IOException when the disk is full or fails; the body is then unusable
   */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /**
   * The octets so far, before it is committed; the caller closes it.
   *
   * @throws IOException when they cannot be read
   */
  InputStream open() throws IOException;

  /** Octets so far. */
  long size();

  /** Discards what is held, unless it was committed. Idempotent. */
  @Override
  void close();
}
