package io.mailhelm.smtp.transfer;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a message line by line; a line longer than {@value #MOST} octets comes in pieces. One
 * thread's.
 */
final class MessageLines {
  static final int MOST = 8 << 10;

  private final InputStream in;
  private final byte[] octets = new byte[MOST];
  private int next;
  private int limit;
  private int from;
  private int to;
  private boolean begins;
  private boolean ends = true;

  MessageLines(InputStream in) {
    this.in = in;
  }

  /** Goes on to the next piece; false at the end of the message. */
  boolean next() throws IOException {
    begins = ends;
    int end = lineEnd(next);
    if (end < 0 && next > 0 || limit == 0) {
      fill();
      end = lineEnd(0);
    }
    from = next;
    ends = end >= 0;
    if (ends) {
      to = end;
      next = end + 2;
      return true;
    }
    boolean halved = limit == MOST && octets[limit - 1] == '\r'; // its LF is not here yet
    to = halved ? limit - 1 : limit;
    next = to;
    return to > from;
  }

  private void fill() throws IOException {
    limit -= next;
    System.arraycopy(octets, next, octets, 0, limit);
    next = 0;
    limit += in.readNBytes(octets, limit, MOST - limit);
  }

  private int lineEnd(int start) {
    for (int i = start; i + 1 < limit; i++) {
      if (octets[i] == '\r' && octets[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  byte[] octets() {
    return octets;
  }

  /** Where the piece begins in {@link #octets}. */
  int from() {
    return from;
  }

  /** Where it ends, without its CRLF. */
  int to() {
    return to;
  }

  /** Whether it begins a line. */
  boolean begins() {
    return begins;
  }

  /** Whether a CRLF ends it. */
  boolean ends() {
    return ends;
  }

  /** Whether there are octets above 127. */
  boolean isEightBit() {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= octets[i];
    }
    return all < 0;
  }

  boolean isEmpty() {
    return from == to;
  }
}
