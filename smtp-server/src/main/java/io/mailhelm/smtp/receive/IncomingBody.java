package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.header.FieldCursor;
import io.mailhelm.smtp.protocol.LineEndScan;
import io.mailhelm.smtp.protocol.MessageSink;
import io.mailhelm.smtp.store.BodyWriter;
import io.mailhelm.smtp.store.MailStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Receives a message: writes it to the store, and keeps its header section to be checked. What is
 * over the limit, or cannot be stored, is read and dropped. One thread's.
 *
 * <p>A user's message is held back from the store until its header section has ended, and goes
 * there as {@link MessageModifications} leaves it; a stranger's goes there as it comes.
 */
final class IncomingBody implements MessageSink, Closeable {
  /** A header section longer than this is refused: what cannot be read cannot be checked. */
  static final int MAX_HEADER = 256 << 10;

  /** What a body may hold without drawing it: the first buffers below, twice. */
  static final int FREE = 8 << 10;

  /** Octets of a line without its CRLF (RFC 5322 §2.1.1, RFC 5321 §4.5.3.1.6). */
  static final int MAX_LINE = 998;

  private static final int FIRST_BUFFER = 2 << 10;
  private static final int STORE_MEMORY = 64 << 10; // BodyWriter's promise
  private static final byte[] NO_OCTETS = new byte[0];
  private final List<BodyWriter> writers;
  private final long limit;
  private final TransitMemory.Share share;
  private final boolean submitted;
  private byte[] header = new byte[1_024];
  private int headerLength;
  private boolean headerDone;
  private boolean outsideWarmUp;
  private boolean headerTooLong;
  private boolean failed;
  private boolean crowdedOut;
  private long received;
  private long line;
  private boolean lineTooLong;

  /**
   * @param writers one for each message that it becomes
   * @param limit octets; what comes beyond is counted and dropped
   * @param share where the memory it takes is drawn, beyond {@link #FREE}; it closes that
   * @param submitted whether a user sends it
   */
  IncomingBody(List<BodyWriter> writers, long limit, TransitMemory.Share share, boolean submitted) {
    this.submitted = submitted;
    this.writers = List.copyOf(writers);
    this.limit = limit;
    this.share = share;
  }

  /** The places for the messages of an envelope. */
  static List<BodyWriter> writers(MailStore store, Envelope envelope) {
    return envelope.messages().stream().map(_ -> store.newBody()).toList();
  }

  @Override
  public void take(byte[] octets, int from, int to) {
    received += to - from;
    if (isDropped()) {
      return;
    }
    if (isTooLarge()) {
      drop();
      return;
    }
    int length = headerDone ? header.length : headerRoom(to - from);
    int copied = length > header.length ? header.length : 0;
    if (!holds(length + copied)) {
      return;
    }
    if (submitted) {
      measure(octets, from, to);
    }
    int next = headerDone ? from : lookAtHeader(octets, from, to, length);
    if (headerTooLong) {
      drop();
      return;
    }
    write(octets, next, to);
  }

  /** Draws what the store and {@code header} take; without memory for that nothing is held. */
  private boolean holds(long header) {
    if (!share.hold(header + storeRoom())) {
      crowdedOut = true;
      drop();
      return false;
    }
    return true;
  }

  private void write(byte[] octets, int from, int to) {
    if (from == to || failed) {
      return;
    }
    try {
      for (var writer : writers) {
        writer.write(octets, from, to - from);
      }
    } catch (IOException e) {
      // the peer goes on sending: it hears of it after its last octet
      failed = true;
      drop();
    }
  }

  /**
   * The last octet has come: memory is drawn for the fields that are read, and what is held back of
   * a message without an empty line is written.
   */
  void end() {
    if (isDropped() || !holds(header.length + 2L * headerLength)) {
      return;
    }
    if (submitted && !headerDone) {
      headerDone = true;
      modify(headerLength);
      write(header, 0, headerLength);
    }
  }

  private boolean isDropped() {
    return failed || crowdedOut || headerTooLong;
  }

  private void measure(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      int end = LineEndScan.lineEnd(octets, at, to);
      line += end - at;
      lineTooLong |= line > MAX_LINE;
      line = end < to ? 0 : line;
      at = end + 1;
    }
  }

  /** The header's array once {@code more} octets came; it grows by half. */
  private int headerRoom(int more) {
    int needed = headerLength + Math.min(more, MAX_HEADER + 4 - headerLength);
    int larger = Math.min(header.length + header.length / 2, MAX_HEADER + 4);
    return needed <= header.length ? header.length : Math.max(needed, larger);
  }

  /**
   * The store's buffer once all that was received is written, and the row it is copied into in the
   * end; a larger message has a file.
   */
  private long storeRoom() {
    long each =
        received > STORE_MEMORY
            ? STORE_MEMORY
            : 2 * Math.max(FIRST_BUFFER, Long.highestOneBit(received - 1) * 2);
    return writers.size() * each;
  }

  /** Frees what is held of it: it will be refused, whatever still comes. */
  private void drop() {
    header = NO_OCTETS;
    headerLength = 0;
    headerDone = true;
    writers.forEach(BodyWriter::close);
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

  /** Whether a user's message has a line that no server has to take. */
  boolean isLineTooLong() {
    return lineTooLong;
  }

  /** Whether a user's message asks to be no part of its policy's warm-up. */
  boolean isOutsideWarmUp() {
    return outsideWarmUp;
  }

  /**
   * Where it is for one of the messages that it becomes.
   *
   * @param message its number, from 0
   */
  BodyWriter writer(int message) {
    return writers.get(message);
  }

  /** The header section up to its empty line, or the whole message when it has none. */
  HeaderSection header() {
    return HeaderSection.of(header, headerLength);
  }

  /** The octets of {@link #header()}. */
  byte[] headerOctets() {
    return Arrays.copyOf(header, headerLength);
  }

  @Override
  public void close() {
    drop();
  }

  /** Returns from where on {@code octets} are to be written. */
  private int lookAtHeader(byte[] octets, int from, int to, int length) {
    int searchFrom = Math.max(0, headerLength - 3);
    int take = Math.min(to - from, MAX_HEADER + 4 - headerLength);
    if (header.length < length) {
      header = Arrays.copyOf(header, length);
      holds(length); // less than before
    }
    System.arraycopy(octets, from, header, headerLength, take);
    headerLength += take;
    int end = FieldCursor.sectionEnd(header, searchFrom, headerLength);
    if (end >= 0) {
      headerDone = true;
      return ended(end, from, from + take);
    }
    headerTooLong = headerLength > MAX_HEADER;
    return submitted ? to : from;
  }

  private void modify(int length) {
    outsideWarmUp = MessageModifications.optsOutOfWarmUp(header, length);
    headerLength = MessageModifications.withoutPrivateFields(header, length);
  }

  /** The header section is here, and a little of the body behind it. */
  private int ended(int end, int from, int taken) {
    int all = headerLength;
    headerLength = end;
    if (!submitted) {
      return from;
    }
    modify(end);
    write(header, 0, headerLength);
    write(header, end, all);
    return taken;
  }
}
