package io.mailhelm.smtp.sign;

import java.security.MessageDigest;

/**
 * Hashes a body in the relaxed canonical form (RFC 6376 §3.4.4) as it streams by: a blank stands
 * for any run of them, none is left at the end of a line, no empty line at the end of the body.
 * However the octets are cut into buffers, the hash is the same. One thread's.
 */
final class RelaxedBody {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] CR = {'\r'};
  private static final byte[] BLANK = {' '};
  private final MessageDigest digest;

  /** Line ends read that are empty lines at the end of the body unless something follows. */
  private long lineEnds;

  private boolean blank;
  private boolean cr;
  private boolean empty = true;

  RelaxedBody(MessageDigest digest) {
    this.digest = digest;
  }

  void update(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      byte octet = octets[at];
      if (cr) {
        cr = false;
        if (octet == '\n') {
          lineEnds++;
          blank = false;
          at++;
          continue;
        }
        lone();
      }
      switch (octet) {
        case '\r' -> {
          cr = true;
          at++;
        }
        case ' ', '\t' -> {
          blank = true;
          at++;
        }
        default -> {
          int end = unchanged(octets, at, to);
          flush();
          digest.update(octets, at, end - at);
          at = end;
        }
      }
    }
  }

  /** The end of the body; a line that no CRLF ends gets one, an empty body none. */
  byte[] finish() {
    if (cr) {
      lone();
    }
    if (!empty) {
      digest.update(CRLF);
    }
    return digest.digest();
  }

  /** A CR without LF is an octet like any other: only CRLF ends a line (RFC 5322 §2.3). */
  private void lone() {
    flush();
    digest.update(CR);
  }

  private void flush() {
    for (; lineEnds > 0; lineEnds--) {
      digest.update(CRLF);
    }
    if (blank) {
      digest.update(BLANK);
      blank = false;
    }
    empty = false;
  }

  /**
   * How far {@code octets} from {@code at} are in canonical form as they stand: through single
   * blanks and line ends that something else follows, so that ordinary text is hashed in long runs.
   */
  private static int unchanged(byte[] octets, int at, int to) {
    int i = at + 1;
    while (i < to) {
      byte octet = octets[i];
      if (octet > ' ' || octet < 0) {
        i++;
      } else if (octet == ' ') {
        if (i + 1 == to || isWhite(octets[i + 1])) {
          return i;
        }
        i += 2;
      } else if (octet == '\r') {
        if (i + 2 >= to || octets[i + 1] != '\n' || isWhite(octets[i + 2])) {
          return i;
        }
        i += 3;
      } else if (octet == '\t') {
        return i;
      } else {
        i++;
      }
    }
    return to;
  }

  private static boolean isWhite(byte octet) {
    return octet == ' ' || octet == '\t' || octet == '\r';
  }
}
