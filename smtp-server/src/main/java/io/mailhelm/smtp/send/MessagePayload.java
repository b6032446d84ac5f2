package io.mailhelm.smtp.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The octets of a message about to be sent, held whole where they are few, and the extensions that
 * they need.
 *
 * @param whole all octets, where there are at most {@value #BLOCK} of them
 * @param content where they come from otherwise
 * @param eightBit whether there are octets above 127 (RFC 6152)
 * @param utf8Header whether the header has UTF-8 (RFC 6532)
 */
record MessagePayload(
    Optional<byte[]> whole, OutboundMessage.Content content, boolean eightBit, boolean utf8Header) {
  /** Larger messages are read and sent in blocks of this. */
  static final int BLOCK = 64 << 10;

  /** Octets of the longest header that was taken, and room for the fields that we add. */
  private static final int LONGEST_HEADER = 320 << 10;

  /** Reads it once; a large one is read again when it is sent. */
  static MessagePayload of(OutboundMessage.Content content) throws IOException {
    try (var stream = content.open()) {
      if (content.size() <= BLOCK) {
        var octets = stream.readNBytes(BLOCK + 1);
        if (octets.length != content.size()) {
          throw new IOException("the message has not the size it was said to have");
        }
        int header = headerEnd(octets, octets.length);
        return new MessagePayload(
            Optional.of(octets),
            content,
            hasEightBit(octets, 0, octets.length),
            isUtf8(octets, header));
      }
      return scanned(stream, content);
    }
  }

  private static MessagePayload scanned(InputStream stream, OutboundMessage.Content content)
      throws IOException {
    var beginning = stream.readNBytes(BLOCK);
    int header = headerEnd(beginning, beginning.length);
    while (header == beginning.length && beginning.length < LONGEST_HEADER) {
      var more = stream.readNBytes(BLOCK);
      if (more.length == 0) {
        break;
      }
      int before = beginning.length;
      beginning = Arrays.copyOf(beginning, before + more.length);
      System.arraycopy(more, 0, beginning, before, more.length);
      header = headerEnd(beginning, beginning.length);
    }
    boolean utf8 = isUtf8(beginning, header);
    boolean eightBit = hasEightBit(beginning, 0, beginning.length);
    var block = new byte[BLOCK];
    for (int count = 1; count > 0 && !eightBit; ) {
      count = stream.readNBytes(block, 0, BLOCK);
      eightBit = hasEightBit(block, 0, count);
    }
    return new MessagePayload(Optional.empty(), content, eightBit, utf8);
  }

  long size() {
    return content.size();
  }

  private static int headerEnd(byte[] octets, int count) {
    for (int i = 3; i < count; i++) {
      if (octets[i] == '\n'
          && octets[i - 1] == '\r'
          && octets[i - 2] == '\n'
          && octets[i - 3] == '\r') {
        return i;
      }
    }
    return count;
  }

  private static boolean hasEightBit(byte[] octets, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= octets[i];
    }
    return all < 0;
  }

  /** Other eight-bit junk in a header is no reason to ask for SMTPUTF8. */
  private static boolean isUtf8(byte[] octets, int header) {
    if (!hasEightBit(octets, 0, header)) {
      return false;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, header));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
