package io.mailhelm.smtp.receive;

/** Computes the memory that texts take. */
final class TextMemory {
  /** Octets of an object and its array, without a character. */
  private static final int TEXT = 56;

  private TextMemory() {}

  /** Octets of texts together: two a character, of which those that are not ASCII have need. */
  static long of(String... texts) {
    long octets = 0;
    for (var text : texts) {
      octets += TEXT + 2L * text.length();
    }
    return octets;
  }
}
