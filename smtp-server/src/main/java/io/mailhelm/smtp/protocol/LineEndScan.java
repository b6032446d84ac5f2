package io.mailhelm.smtp.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends, eight octets at a time: that is most of the work of reading a message. */
public final class LineEndScan {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private LineEndScan() {}

  /** The index of the first CR or LF in {@code octets[from, to)}, or {@code to}. */
  public static int lineEnd(byte[] octets, int from, int to) {
    int at = from;
    for (; at <= to - 8; at += 8) {
      long word = (long) LONG.get(octets, at);
      long found = zeroes(word ^ '\r' * ONES) | zeroes(word ^ '\n' * ONES);
      if (found != 0) {
        // the lowest set bit is exact: a borrow only ever runs upwards
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && octets[at] != '\r' && octets[at] != '\n') {
      at++;
    }
    return at;
  }

  /** The index of the first LF in {@code octets[from, to)}, or {@code to}. */
  public static int lineFeed(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && octets[at] != '\n') {
      at++;
    }
    return at;
  }

  private static long zeroes(long word) {
    return word - ONES & ~word & HIGH;
  }
}
