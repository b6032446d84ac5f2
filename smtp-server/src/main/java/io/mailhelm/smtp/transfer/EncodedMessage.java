package io.mailhelm.smtp.transfer;

import io.mailhelm.smtp.transfer.PartHeader.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;

/** The stream of a message with some of its parts encoded, made while it is read. One thread's. */
final class EncodedMessage extends InputStream {
  private final InputStream message;
  private final BitSet encoded;
  private final MessageWalk walk;
  private final Out out = new Out();
  private int taken;
  private boolean isOver;

  /**
   * @param encoded the numbers of the parts to be encoded
   */
  EncodedMessage(InputStream message, BitSet encoded) {
    this.message = message;
    this.encoded = encoded;
    this.walk = new MessageWalk(message, new Writer());
  }

  /** What was made and not read yet. */
  static final class Out extends ByteArrayOutputStream {
    int copy(int from, byte[] to, int at, int most) {
      int some = Math.min(most, count - from);
      System.arraycopy(buf, from, to, at, some);
      return some;
    }

    void lineEnd() {
      write('\r');
      write('\n');
    }
  }

  private final class Writer implements MessageWalk.Visitor {
    private Optional<PartEncoder> encoder = Optional.empty();

    @Override
    public void header(int part, PartHeader header) {
      boolean isText = header.content() == Content.TEXT;
      encoder = Optional.empty();
      if (encoded.get(part)) {
        encoder = Optional.of(isText ? new QuotedPrintable(out) : new Base64Lines(out));
        out.writeBytes(header.as(isText ? "quoted-printable" : "base64"));
      } else {
        out.writeBytes(header.content() == Content.SEALED ? header.octets() : header.as7bit());
      }
    }

    @Override
    public void content(int part, MessageLines piece) {
      if (encoder.isPresent()) {
        encoder.get().take(piece.octets(), piece.from(), piece.to(), piece.ends());
      } else {
        between(piece);
      }
    }

    @Override
    public void contentEnds(int part, boolean atBoundary) {
      encoder.ifPresent(it -> it.end(atBoundary));
    }

    @Override
    public void between(MessageLines piece) {
      out.write(piece.octets(), piece.from(), piece.to() - piece.from());
      if (piece.ends()) {
        out.lineEnd();
      }
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] octets, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (taken == out.size() && !isOver) {
      out.reset();
      taken = 0;
      isOver = !walk.next();
    }
    int some = out.copy(taken, octets, from, length);
    taken += some;
    return some == 0 ? -1 : some;
  }

  @Override
  public void close() throws IOException {
    message.close();
  }
}
