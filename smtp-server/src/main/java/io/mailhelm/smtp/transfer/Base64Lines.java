package io.mailhelm.smtp.transfer;

import io.mailhelm.smtp.transfer.EncodedMessage.Out;
import java.util.Arrays;
import java.util.Base64;

/** Encodes content as base64 (RFC 2045 §6.8), its line ends as octets like any other. */
final class Base64Lines implements PartEncoder {
  private final Out out;
  private final byte[] line = new byte[MAX_LINE / 4 * 3];
  private int length;

  /** Whether a CRLF was taken that may be a boundary's. */
  private boolean isEnded;

  Base64Lines(Out out) {
    this.out = out;
  }

  @Override
  public void take(byte[] octets, int from, int to, boolean ends) {
    lineEnd();
    for (int i = from; i < to; i++) {
      put(octets[i]);
    }
    isEnded = ends;
  }

  @Override
  public void end(boolean atBoundary) {
    if (!atBoundary) {
      lineEnd();
    }
    if (length > 0) {
      writeLine();
    }
  }

  private void lineEnd() {
    if (isEnded) {
      put((byte) '\r');
      put((byte) '\n');
      isEnded = false;
    }
  }

  private void put(byte octet) {
    line[length++] = octet;
    if (length == line.length) {
      writeLine();
    }
  }

  private void writeLine() {
    out.writeBytes(Base64.getEncoder().encode(Arrays.copyOf(line, length)));
    out.lineEnd();
    length = 0;
  }
}
