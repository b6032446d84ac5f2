package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.MessageSink;
import io.mailhelm.smtp.store.BodyWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * A message as it arrives: on to the store, its header section kept aside to be looked at. What is
 * over the limit, or cannot be written, is read on and dropped. One thread's.
 */
final class Body implements MessageSink, Closeable {
  /** A header section longer than this is refused: what cannot be read cannot be checked. */
  static final int MAX_HEADER = 256 << 10;

  private final BodyWriter writer;
  private final long limit;
  private byte[] header = new byte[1_024];
  private int headerLength;
  private boolean headerDone;
  private boolean headerTooLong;
  private boolean failed;
  private long received;

  /**
   * @param limit octets; what comes beyond is counted and dropped
   */
  Body(BodyWriter writer, long limit) {
    this.writer = writer;
    this.limit = limit;
  }

  @Override
  public void take(byte[] octets, int from, int to) {
    received += to - from;
    if (failed || isTooLarge()) {
      return;
    }
    if (!headerDone) {
      lookAtHeader(octets, from, to);
    }
    try {
      writer.write(octets, from, to - from);
    } catch (IOException e) {
      // the peer goes on sending: it hears of it after its last octet
      failed = true;
    }
  }

  long received() {
    return received;
  }

  boolean isTooLarge() {
    return received > limit;
  }

  /** Whether the store could not take it. */
  boolean isFailed() {
    return failed;
  }

  boolean isHeaderTooLong() {
    return headerTooLong;
  }

  BodyWriter writer() {
    return writer;
  }

  /** The header section up to its empty line, or the whole message when it has none. */
  HeaderSection header() {
    return HeaderSection.of(header, headerLength);
  }

  @Override
  public void close() {
    writer.close();
  }

  private void lookAtHeader(byte[] octets, int from, int to) {
    int searchFrom = Math.max(0, headerLength - 3);
    int take = Math.min(to - from, MAX_HEADER + 4 - headerLength);
    if (header.length - headerLength < take) {
      int larger = Math.min(header.length * 2, MAX_HEADER + 4);
      header = Arrays.copyOf(header, Math.max(headerLength + take, larger));
    }
    System.arraycopy(octets, from, header, headerLength, take);
    headerLength += take;
    int end = HeaderSection.end(header, searchFrom, headerLength);
    if (end >= 0) {
      headerLength = end;
      headerDone = true;
    } else if (headerLength > MAX_HEADER) {
      headerTooLong = true;
      headerDone = true;
      header = new byte[0]; // it is refused, whatever it says
      headerLength = 0;
    }
  }
}
