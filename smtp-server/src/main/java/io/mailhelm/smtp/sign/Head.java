package io.mailhelm.smtp.sign;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The beginning of a stored message, read as far as its header section goes, and a little more.
 *
 * @param octets what was read
 * @param length how much of {@code octets} that is
 * @param skipped the octets of the Return-Path field that the store's trace begins with: it is for
 *     final delivery and must not be sent on (RFC 5321 §4.4)
 * @param fieldsEnd after the CRLF of the last field
 * @param body where the body begins; {@code length} when it has none, or none was read yet
 */
record Head(byte[] octets, int length, int skipped, int fieldsEnd, int body) {
  /** A header section longer than this was never accepted. */
  static final int MAX = 512 << 10;

  private static final int FIRST_READ = 16 << 10;
  private static final byte[] RETURN_PATH = {
    'r', 'e', 't', 'u', 'r', 'n', '-', 'p', 'a', 't', 'h', ':'
  };

  /**
   * Reads it; the stream stands after {@code length} octets then.
   *
   * @throws IOException also when no end is found in {@value #MAX} octets
   */
  static Head read(InputStream in) throws IOException {
    var octets = new byte[FIRST_READ];
    int length = 0;
    int searched = 0;
    while (true) {
      int read = in.readNBytes(octets, length, octets.length - length);
      length += read;
      int end = end(octets, searched, length);
      if (end >= 0) {
        return new Head(octets, length, returnPath(octets, end), end, end + 2);
      }
      if (length < octets.length) {
        return new Head(octets, length, returnPath(octets, length), length, length);
      }
      if (length >= MAX) {
        throw new IOException("no end of the header section in " + MAX + " octets");
      }
      searched = Math.max(0, length - 3);
      octets = Arrays.copyOf(octets, Math.min(MAX, length * 4));
    }
  }

  /** After the last field's CRLF, before the empty line; -1 when that is not here. */
  private static int end(byte[] octets, int from, int to) {
    if (from == 0 && to >= 2 && octets[0] == '\r' && octets[1] == '\n') {
      return 0;
    }
    for (int i = from; i + 3 < to; i++) {
      if (octets[i] == '\r'
          && octets[i + 1] == '\n'
          && octets[i + 2] == '\r'
          && octets[i + 3] == '\n') {
        return i + 2;
      }
    }
    return -1;
  }

  private static int returnPath(byte[] octets, int to) {
    if (to < RETURN_PATH.length) {
      return 0;
    }
    for (int i = 0; i < RETURN_PATH.length; i++) {
      if (Character.toLowerCase(octets[i]) != RETURN_PATH[i]) {
        return 0;
      }
    }
    return Fields.end(octets, 0, to);
  }
}
