package io.mailhelm.smtp.store;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the id of a message: 26 characters of Crockford's base 32, the first ten its time in
 * milliseconds, so that ids sort by time. It need not be secret, only unique.
 */
public final class MessageId {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

  private MessageId() {}

  /** A new id for a message received at {@code epochMillis}. */
  public static String next(long epochMillis) {
    var random = ThreadLocalRandom.current();
    var text = new char[26];
    digits(text, 0, 10, epochMillis);
    digits(text, 10, 8, random.nextLong());
    digits(text, 18, 8, random.nextLong());
    return new String(text);
  }

  private static void digits(char[] text, int from, int count, long bits) {
    for (int i = from + count - 1; i >= from; i--) {
      text[i] = DIGITS[(int) (bits & 31)];
      bits >>>= 5;
    }
  }
}
