package io.mailhelm.smtp.protocol;

/**
 * Encodes the data after DATA (RFC 5321 §4.5.2): a dot that begins a line is doubled. Dots after an
 * LF that stands alone are doubled too: to a peer that takes it for a line end, no dot of the
 * message may look like its end.
 */
public final class DotEncoder {
  private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};
  private boolean lineStart = true;

  /** The most octets that {@code count} can become, the end included. */
  public static int bound(int count) {
    return count + (count + 1) / 2 + END.length;
  }

  /**
   * Encodes {@code octets[from, to)}.
   *
   * @param out has room for {@link #bound} from {@code at} on
   * @return where in {@code out} it ended
   */
  public int encode(byte[] octets, int from, int to, byte[] out, int at) {
    int copied = from;
    int next = from;
    int written = at;
    while (next < to) {
      if (lineStart && octets[next] == '.') {
        System.arraycopy(octets, copied, out, written, next - copied);
        written += next - copied;
        out[written++] = '.';
        copied = next;
      }
      int end = LineEndScan.lineEnd(octets, next, to);
      lineStart = end < to && octets[end] == '\n';
      next = end < to ? end + 1 : to;
    }
    System.arraycopy(octets, copied, out, written, to - copied);
    return written + to - copied;
  }

  /**
   * Writes the dot that ends it all, after a line end where the last line has none.
   *
   * @return where in {@code out} it ended
   */
  public int end(byte[] out, int at) {
    int skip = lineStart ? 2 : 0;
    System.arraycopy(END, skip, out, at, END.length - skip);
    return at + END.length - skip;
  }
}
