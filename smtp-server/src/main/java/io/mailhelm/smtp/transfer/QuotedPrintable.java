package io.mailhelm.smtp.transfer;

import io.mailhelm.smtp.transfer.EncodedMessage.Out;
import java.nio.charset.StandardCharsets;

/** Encodes text as quoted-printable (RFC 2045 §6.7), its line ends kept as line ends. */
final class QuotedPrintable implements PartEncoder {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private final Out out;
  private int column;

  /** A blank that was taken and not written: at the end of a line it is encoded. */
  private int blank = -1;

  QuotedPrintable(Out out) {
    this.out = out;
  }

  @Override
  public void take(byte[] octets, int from, int to, boolean ends) {
    for (int i = from; i < to; i++) {
      byte octet = octets[i];
      writeBlank(false);
      if (octet == ' ' || octet == '\t') {
        blank = octet;
      } else {
        write(octet, octet < '!' || octet > '~' || octet == '=');
      }
    }
    if (ends) {
      writeBlank(true);
      out.lineEnd();
      column = 0;
    }
  }

  @Override
  public void end(boolean atBoundary) {
    writeBlank(true);
    if (column > 0) {
      out.lineEnd();
      column = 0;
    }
  }

  private void writeBlank(boolean atEnd) {
    if (blank >= 0) {
      write((byte) blank, atEnd);
      blank = -1;
    }
  }

  private void write(byte octet, boolean encoded) {
    int width = encoded ? 3 : 1;
    if (column + width >= MAX_LINE) { // one is left for the = of a cut
      out.write('=');
      out.lineEnd();
      column = 0;
    }
    // no line may become a boundary: by what a cut brings to its beginning, or by an encoded octet
    if (encoded || column == 0 && octet == '-') {
      out.write('=');
      out.write(HEX[octet >> 4 & 0xf]);
      out.write(HEX[octet & 0xf]);
      column += 3;
    } else {
      out.write(octet);
      column++;
    }
  }
}
