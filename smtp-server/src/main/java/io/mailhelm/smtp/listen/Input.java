package io.mailhelm.smtp.listen;

import java.io.IOException;
import java.util.Arrays;

/**
 * What has come and is not yet used up. Small while commands come, so that an idle connection costs
 * little; it grows while a message keeps filling it.
 */
final class Input {
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 128 << 10;
  private byte[] octets = new byte[SMALL];
  private int from;
  private int to;

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
   * @return as {@link Transport#read}
   */
  int readFrom(Transport transport, boolean inMessage) throws IOException {
    makeRoom(inMessage);
    int count = transport.read(octets, to, octets.length - to);
    to += Math.max(count, 0);
    return count;
  }

  private void makeRoom(boolean inMessage) {
    boolean full = to == octets.length;
    int held = to - from;
    if (inMessage && full && octets.length < LARGE || held == octets.length) {
      int larger = octets.length * 4;
      int size = octets.length < LARGE ? Math.min(larger, LARGE) : larger;
      octets = Arrays.copyOfRange(octets, from, from + size);
    } else if (held == 0 && !inMessage && octets.length > SMALL) {
      octets = new byte[SMALL];
    } else if (held > 0 && from > 0) {
      System.arraycopy(octets, from, octets, 0, held);
    }
    from = 0;
    to = held;
  }
}
