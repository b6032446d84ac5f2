package io.mailhelm.smtp.listen;

import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of sessions for the log: 10 random characters, unlikely to occur twice in it. */
final class SessionIds {
  private static final byte[] DIGITS =
      "0123456789abcdefghjkmnpqrstvwxyz".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  private static final int LENGTH = 10;

  private SessionIds() {}

  static String next() {
    long bits = ThreadLocalRandom.current().nextLong();
    var text = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      text[i] = DIGITS[(int) (bits & 31)];
      bits >>>= 5;
    }
    return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
