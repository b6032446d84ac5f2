package io.mailhelm.smtp.wire;

import java.io.IOException;

/**
 * Moves octets over a connection. {@link #read}, {@link #poll} and {@link #write} are one thread's.
 */
public interface Transport {
  /**
   * Blocks until something comes.
   *
   * @return how much; -1 when no more will come
   */
  int read(byte[] into, int offset, int length) throws IOException;

  /**
   * Takes what has come by now, where the channel below was told not to block.
   *
   * @return how much, which may be nothing; -1 when no more will come
   */
  default int poll(byte[] into, int offset, int length) throws IOException {
    throw new UnsupportedOperationException("nobody asks clients");
  }

  /** Blocks until all of it is with the system. */
  void write(byte[] from, int offset, int length) throws IOException;

  /** Says goodbye where the protocol has a way to. */
  void finish() throws IOException;
}
