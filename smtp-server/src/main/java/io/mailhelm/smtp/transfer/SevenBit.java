package io.mailhelm.smtp.transfer;

import io.mailhelm.smtp.transfer.PartHeader.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;

/**
 * Converts a message with 8-bit octets to one without (RFC 6152 §3): text becomes quoted-printable,
 * all else base64 (RFC 2045 §6.7, §6.8). Structure, boundaries and all fields but
 * Content-Transfer-Encoding stay. Immutable.
 */
public final class SevenBit {
  private final BitSet encoded;

  private SevenBit(BitSet encoded) {
    this.encoded = encoded;
  }

  /**
   * Reads a message, to find out whether and how.
   *
   * @param message all of it, every line ended by CRLF; the caller closes it
   * @return empty where 8-bit octets are at a place that cannot be encoded: in a header, between
   *     parts, in something that is signed or encrypted; or where its parts are too many or too
   *     deep
   */
  public static Optional<SevenBit> of(InputStream message) throws IOException {
    var search = new Search();
    var walk = new MessageWalk(message, search);
    try {
      while (walk.next()) {
        // all is in what it told
      }
    } catch (MessageWalk.UnfitException e) {
      return Optional.empty();
    }
    return search.isFit ? Optional.of(new SevenBit(search.found)) : Optional.empty();
  }

  /** The message without 8-bit octets; {@code message} is closed with it. */
  public InputStream encode(InputStream message) {
    return new EncodedMessage(message, encoded);
  }

  /** Which parts have 8-bit octets. */
  private static final class Search implements MessageWalk.Visitor {
    private final BitSet found = new BitSet();
    private boolean isFit = true;
    private Content content = Content.TEXT;

    @Override
    public void header(int part, PartHeader header) {
      content = header.content();
      for (byte octet : header.octets()) {
        isFit &= octet >= 0;
      }
    }

    @Override
    public void content(int part, MessageLines piece) {
      if (piece.isEightBit()) {
        isFit &= MessageWalk.isEncodable(content);
        found.set(part);
      }
    }

    @Override
    public void contentEnds(int part, boolean atBoundary) {}

    @Override
    public void between(MessageLines piece) {
      isFit &= !piece.isEightBit();
    }
  }
}
