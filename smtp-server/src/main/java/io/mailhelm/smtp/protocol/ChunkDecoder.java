package io.mailhelm.smtp.protocol;

/**
 * Decodes the data after BDAT (RFC 3030): counted octets, over all chunks of one message. It notes
 * a CR or LF that stands alone, as {@link DotDecoder} does: without BINARYMIME a chunked message is
 * text too.
 */
public final class ChunkDecoder {
  private long remaining;
  private boolean afterCr;
  private boolean bareLineEnd;

  /** A chunk of {@code size} octets begins. */
  public void begin(long size) {
    remaining = size;
  }

  /**
   * Hands the chunk's share of {@code octets[from, to)} to {@code sink}.
   *
   * @return where it stopped; what follows is a command
   */
  public int feed(byte[] octets, int from, int to, MessageSink sink) {
    int end = (int) Math.min(to, from + Math.min(remaining, Integer.MAX_VALUE - from));
    if (end > from) {
      check(octets, from, end);
      remaining -= end - from;
      sink.take(octets, from, end);
    }
    return end;
  }

  /** Whether the chunk is read. */
  public boolean finished() {
    return remaining == 0;
  }

  /** Octets of the chunk still to come. */
  public long remaining() {
    return remaining;
  }

  /** Whether a CR or LF stood alone in what was read; a CR at the very end counts. */
  public boolean bareLineEnd() {
    return bareLineEnd || afterCr;
  }

  private void check(byte[] octets, int from, int end) {
    int at = from;
    if (afterCr) {
      afterCr = false;
      if (octets[at] == '\n') {
        at++;
      } else {
        bareLineEnd = true;
      }
    }
    while (!bareLineEnd && (at = LineEndScan.lineEnd(octets, at, end)) < end) {
      if (octets[at] == '\n') {
        bareLineEnd = true;
      } else if (at + 1 == end) {
        afterCr = true;
        return;
      } else if (octets[at + 1] == '\n') {
        at += 2;
      } else {
        bareLineEnd = true;
      }
    }
  }
}
