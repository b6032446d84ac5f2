package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.receive.MemoryHolder;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.wire.Transport;
import java.io.IOException;
import java.util.Arrays;

/**
 * The input buffer of a connection: octets that have come and are not yet consumed. It is small
 * while commands come, so that an idle connection costs little, and grows while a message keeps
 * filling it and there is memory for that.
 */
final class InputBuffer implements AutoCloseable {
  /** Nothing was read: a line fills what there is, and there is no memory for more. */
  static final int NO_MEMORY = -2;

  /** Octets it has at once. */
  static final int SMALL = 4 << 10;

  private static final int LARGE = 128 << 10;
  private final TransitMemory.Share share;
  private byte[] octets = new byte[SMALL];
  private int from;
  private int to;

  /**
   * @param share where what it grows by is drawn, beyond {@link #SMALL}; it closes that
   */
  InputBuffer(TransitMemory.Share share) {
    this.share = share;
  }

  /** From now on what it grows by is drawn for {@code holder}. */
  void heldBy(MemoryHolder holder) {
    share.heldBy(holder);
  }

  byte[] octets() {
    return octets;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  void consumedTo(int index) {
    from = index;
  }

  /** Hands over what is there: it is not for this reader, as the TLS behind a PROXY header. */
  byte[] take() {
    var taken = Arrays.copyOfRange(octets, from, to);
    clear();
    return taken;
  }

  void clear() {
    from = 0;
    to = 0;
  }

  /**
   * Reads more behind what is there.
   *
   * @return as {@link Transport#read}, or {@link #NO_MEMORY}
   */
  int readFrom(Transport transport, boolean inMessage) throws IOException {
    if (!makeRoom(inMessage)) {
      return NO_MEMORY;
    }
    int count = transport.read(octets, to, octets.length - to);
    to += Math.max(count, 0);
    return count;
  }

  private boolean makeRoom(boolean inMessage) {
    boolean full = to == octets.length;
    int held = to - from;
    boolean wanted = inMessage && full && octets.length < LARGE || held == octets.length;
    if (wanted && grow()) {
      from = 0;
      to = held;
      return true;
    }
    if (held == octets.length) {
      return false;
    }
    if (held == 0 && !inMessage && octets.length > SMALL) {
      octets = new byte[SMALL];
      share.close();
    } else if (held > 0 && from > 0) {
      System.arraycopy(octets, from, octets, 0, held);
    }
    from = 0;
    to = held;
    return true;
  }

  private boolean grow() {
    int larger = octets.length * 4;
    int size = octets.length < LARGE ? Math.min(larger, LARGE) : larger;
    if (!share.hold(size)) {
      return false;
    }
    octets = Arrays.copyOfRange(octets, from, from + size);
    return true;
  }

  /** Gives back what it grew by. */
  @Override
  public void close() {
    octets = new byte[0];
    clear();
    share.close();
  }
}
