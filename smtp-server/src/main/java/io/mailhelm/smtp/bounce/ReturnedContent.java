package io.mailhelm.smtp.bounce;

import io.mailhelm.config.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The part of a report that returns the message it is about, or its header section (RFC 3461 §5.3,
 * §6.2).
 *
 * @param type of the part
 * @param eightBit whether it holds octets beyond ASCII
 */
record ReturnedContent(String type, byte[] octets, boolean eightBit) {
  private static final byte[] RETURN_PATH = "Return-Path:".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HEADER = 32 << 10;

  /** All of it where the sender asked for that, it failed and is small; else its header section. */
  static ReturnedContent of(ReportOccasion occasion, ReportedMessage origin) {
    var octets = withoutReturnPath(origin.octets());
    boolean full =
        occasion.isFailure()
            && origin.dsn().ret().equals("FULL")
            && origin.size() <= ReportComposer.MAX_RETURNED
            && origin.octets().length == origin.size();
    int end = headerEnd(octets);
    var header = Arrays.copyOf(octets, end);
    boolean utf8 = isEightBit(header);
    if (full) {
      return new ReturnedContent(
          utf8 ? "message/global" : "message/rfc822", octets, isEightBit(octets));
    }
    // RFC 6533 §6.3: header fields in UTF-8 have a type of their own
    return new ReturnedContent(
        utf8 ? "message/global-headers" : "text/rfc822-headers", header, utf8);
  }

  /** The store's own Return-Path stands first; it is no part of what was sent (RFC 5321 §4.4). */
  private static byte[] withoutReturnPath(byte[] octets) {
    if (octets.length < RETURN_PATH.length
        || !Arrays.equals(RETURN_PATH, Arrays.copyOf(octets, RETURN_PATH.length))) {
      return octets;
    }
    int end = 0;
    while (end < octets.length && octets[end++] != '\n') {
      // to the end of its one line
    }
    return Arrays.copyOfRange(octets, end, octets.length);
  }

  /** The text of its Message-ID field, or empty. */
  String messageId() {
    for (var line : new String(octets, StandardCharsets.ISO_8859_1).split("\r\n")) {
      if (line.isEmpty()) {
        break;
      }
      if (line.regionMatches(true, 0, "Message-ID:", 0, 11)) {
        var id = line.substring(11).strip();
        return Ascii.isAscii(id) && id.length() <= 200 ? ReportText.clean(id, false) : "";
      }
    }
    return "";
  }

  private static int headerEnd(byte[] octets) {
    int lineEnd = 0;
    for (int i = 1; i < octets.length && i < MAX_HEADER; i++) {
      if (octets[i] == '\n' && octets[i - 1] == '\r') {
        if (i - 1 == lineEnd) {
          return lineEnd;
        }
        lineEnd = i + 1;
      }
    }
    return lineEnd;
  }

  private static boolean isEightBit(byte[] octets) {
    for (var octet : octets) {
      if (octet < 0) {
        return true;
      }
    }
    return false;
  }
}
