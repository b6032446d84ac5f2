package io.mailhelm.smtp.protocol;

/**
 * Decodes the data after DATA (RFC 5321 §4.1.1.4) in one pass: it ends at CRLF.CRLF and at nothing
 * that only looks like it, removes the stuffed dots (§4.5.2), and notes a CR or LF that stands
 * alone (§2.3.8).
 *
 * <p>Any other reading of the end would let one server see two messages where another sees one.
 * What is noted is refused when the true end has come, never earlier: the rest of the message would
 * be taken for commands.
 */
public final class DotDecoder {
  private boolean lineStart = true;
  private boolean finished;
  private boolean bareLineEnd;

  /**
   * Decodes {@code octets[from, to)} into {@code sink} as far as it can be told.
   *
   * @return where it stopped: after the final dot's CRLF, or up to 3 octets before {@code to} when
   *     it takes more octets to tell; give those again with what follows
   */
  public int feed(byte[] octets, int from, int to, MessageSink sink) {
    int copied = from;
    int at = from;
    while (at < to) {
      if (lineStart && octets[at] == '.') {
        int stop = dot(octets, at, to);
        if (stop < 0 || finished) {
          flush(octets, copied, at, sink);
          return finished ? stop : at;
        }
        flush(octets, copied, at, sink);
        copied = at + 1;
        at++;
      }
      int end = LineEndScan.lineEnd(octets, at, to);
      lineStart = false;
      if (end == to) {
        at = to;
      } else if (octets[end] == '\r') {
        if (end + 1 == to) {
          flush(octets, copied, end, sink);
          return end;
        }
        lineStart = octets[end + 1] == '\n';
        bareLineEnd |= !lineStart;
        at = lineStart ? end + 2 : end + 1;
      } else {
        bareLineEnd = true;
        at = end + 1;
      }
    }
    flush(octets, copied, to, sink);
    return to;
  }

  /** Whether the final dot was read. */
  public boolean finished() {
    return finished;
  }

  /** Whether a CR without its LF or an LF without its CR was read. */
  public boolean bareLineEnd() {
    return bareLineEnd;
  }

  /** Where the terminator that starts at {@code at} ends; {@code at}: it is none; -1: too early. */
  private int dot(byte[] octets, int at, int to) {
    if (at + 1 == to) {
      return -1;
    }
    if (octets[at + 1] != '\r') {
      return at;
    }
    if (at + 2 == to) {
      return -1;
    }
    if (octets[at + 2] != '\n') {
      return at;
    }
    finished = true;
    return at + 3;
  }

  private static void flush(byte[] octets, int from, int to, MessageSink sink) {
    if (to > from) {
      sink.take(octets, from, to);
    }
  }
}
