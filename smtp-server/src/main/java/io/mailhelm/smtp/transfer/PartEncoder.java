package io.mailhelm.smtp.transfer;

/** Encodes the content of one part (RFC 2045 §6). One thread's. */
interface PartEncoder {
  /** Characters of an encoded line, without its CRLF (RFC 2045 §6.7, §6.8). */
  int MAX_LINE = 76;

  /**
   * Takes {@code octets[from, to)}.
   *
   * @param ends whether a CRLF follows them
   */
  void take(byte[] octets, int from, int to, boolean ends);

  /**
   * Writes what is left, and a CRLF.
   *
   * @param atBoundary whether a boundary follows, whose the last CRLF is
   */
  void end(boolean atBoundary);
}
