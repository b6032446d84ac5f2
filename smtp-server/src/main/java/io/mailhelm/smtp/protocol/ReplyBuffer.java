package io.mailhelm.smtp.protocol;

import java.util.Arrays;

/**
 * Collects replies until there is nothing left to read, so that a pipelined batch is answered in
 * one write (RFC 2920 §3.2). One thread's.
 */
public final class ReplyBuffer {
  private static final int KEEP = 1_024;
  private byte[] octets = new byte[128];
  private int length;

  void append(byte[] source, int count) {
    if (octets.length - length < count) {
      octets = Arrays.copyOf(octets, Math.max(length + count, octets.length * 2));
    }
    System.arraycopy(source, 0, octets, length, count);
    length += count;
  }

  /** What is gathered starts at index 0 of this and is {@link #length()} long. */
  public byte[] octets() {
    return octets;
  }

  /** How much is gathered. */
  public int length() {
    return length;
  }

  /** Forgets what was sent. */
  public void clear() {
    length = 0;
    if (octets.length > KEEP) {
      octets = new byte[KEEP];
    }
  }
}
