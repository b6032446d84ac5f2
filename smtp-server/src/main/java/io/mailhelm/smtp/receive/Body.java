package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.MessageSink;
import io.mailhelm.smtp.store.BodyWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * A message as it arrives: on to the store, its header section kept aside to be looked at. What is
 * over the limit, or cannot be kept, is read on and dropped. One thread's.
 */
final class Body implements MessageSink, Closeable {
  /** A header section longer than this is refused: what cannot be read cannot be checked. */
  static final int MAX_HEADER = 256 << 10;

  /** What a body may hold without drawing it: the first buffers below, twice. */
  static final int FREE = 8 << 10;

  private static final int FIRST_BUFFER = 2 << 10;
  private static final int STORE_MEMORY = 64 << 10; // BodyWriter's promise
  private static final byte[] NO_OCTETS = new byte[0];
  private final BodyWriter writer;
  private final long limit;
  private final InTransit.Share share;
  private byte[] header = new byte[1_024];
  private int headerLength;
  private boolean headerDone;
  private boolean headerTooLong;
  private boolean failed;
  private boolean crowdedOut;
  private long received;

  /**
   * @param limit octets; what comes beyond is counted and dropped
   * @param inTransit where the memory it takes is drawn
   */
  Body(BodyWriter writer, long limit, InTransit inTransit) {
    this.writer = writer;
    this.limit = limit;
    this.share = inTransit.share(FREE);
  }

  @Override
  public void take(byte[] octets, int from, int to) {
    received += to - from;
    if (failed || crowdedOut || headerTooLong) {
      return;
    }
    if (isTooLarge()) {
      drop();
      return;
    }
    int length = headerDone ? header.length : headerRoom(to - from);
    if (!share.hold(2L * (length + storeRoom()))) {
      crowdedOut = true;
      drop();
      return;
    }
    if (!headerDone) {
      lookAtHeader(octets, from, to, length);
    }
    if (headerTooLong) {
      drop();
      return;
    }
    try {
      writer.write(octets, from, to - from);
    } catch (IOException e) {
      // the peer goes on sending: it hears of it after its last octet
      failed = true;
      drop();
    }
  }

  /** The header's array once {@code more} octets came. */
  private int headerRoom(int more) {
    int needed = headerLength + Math.min(more, MAX_HEADER + 4 - headerLength);
    return needed <= header.length
        ? header.length
        : Math.max(needed, Math.min(header.length * 2, MAX_HEADER + 4));
  }

  /**
   * The store's buffer once all that was received is written. Of both buffers twice as much is
   * drawn: they are copied to grow, and for the row and the fields in the end.
   */
  private long storeRoom() {
    return received >= STORE_MEMORY
        ? STORE_MEMORY
        : Math.max(FIRST_BUFFER, Long.highestOneBit(received - 1) * 2);
  }

  /** It will be refused, whatever still comes: nothing of it is held any longer. */
  private void drop() {
    header = NO_OCTETS;
    headerLength = 0;
    headerDone = true;
    writer.close();
    share.close();
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

  /** Whether there was no memory for it among the other messages on their way in. */
  boolean isCrowdedOut() {
    return crowdedOut;
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
    drop();
  }

  private void lookAtHeader(byte[] octets, int from, int to, int length) {
    int searchFrom = Math.max(0, headerLength - 3);
    int take = Math.min(to - from, MAX_HEADER + 4 - headerLength);
    if (header.length < length) {
      header = Arrays.copyOf(header, length);
    }
    System.arraycopy(octets, from, header, headerLength, take);
    headerLength += take;
    int end = HeaderSection.end(header, searchFrom, headerLength);
    if (end >= 0) {
      headerLength = end;
      headerDone = true;
    } else if (headerLength > MAX_HEADER) {
      headerTooLong = true;
    }
  }
}
