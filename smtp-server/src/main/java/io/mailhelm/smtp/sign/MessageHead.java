package io.mailhelm.smtp.sign;

import io.mailhelm.smtp.header.FieldCursor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The beginning of a stored message: its header section, and a little more.
 *
 * @param octets what was read
 * @param length how much of {@code octets} that is
 * @param skipped the octets of the Return-Path field that the store's trace begins with: it is for
 *     final delivery and must not be sent on (RFC 5321 §4.4)
 * @param fieldsEnd after the CRLF of the last field
 * @param body where the body begins; {@code length} when it has none, or none was read yet
 */
record MessageHead(byte[] octets, int length, int skipped, int fieldsEnd, int body) {
  /** A header section longer than this was never accepted. */
  static final int MAX = 512 << 10;

  private static final int FIRST_READ = 16 << 10;

  /**
   * Reads it; the stream stands after {@code length} octets then.
   *
   * @throws IOException also when no end is found in {@value #MAX} octets
   */
  static MessageHead read(InputStream in) throws IOException {
    var octets = new byte[FIRST_READ];
    int length = 0;
    int searched = 0;
    while (true) {
      int read = in.readNBytes(octets, length, octets.length - length);
      length += read;
      int end = FieldCursor.sectionEnd(octets, searched, length);
      if (end >= 0) {
        return new MessageHead(octets, length, returnPath(octets, end), end, end + 2);
      }
      if (length < octets.length) {
        return new MessageHead(octets, length, returnPath(octets, length), length, length);
      }
      if (length >= MAX) {
        throw new IOException("no end of the header section in " + MAX + " octets");
      }
      searched = Math.max(0, length - 3);
      octets = Arrays.copyOf(octets, Math.min(MAX, length * 4));
    }
  }

  private static int returnPath(byte[] octets, int to) {
    var first = new FieldCursor(octets, 0, to);
    return first.next() && first.is("return-path") ? first.end() : 0;
  }
}
