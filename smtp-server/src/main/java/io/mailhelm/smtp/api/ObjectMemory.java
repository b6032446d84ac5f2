package io.mailhelm.smtp.api;

/** Computes the memory that an object of an answer takes while the answer is written. */
public final class ObjectMemory {
  /** Octets of an object and of its numbers and times, as it is and as it is written. */
  private static final int OBJECT = 1_000;

  /** Two octets a character, as it is and as it is written. */
  private static final int CHARACTER = 4;

  private ObjectMemory() {}

  /**
   * Octets of an object with these texts.
   *
   * @param texts those that may be long
   */
  public static long of(String... texts) {
    long characters = 0;
    for (var text : texts) {
      characters += text.length();
    }
    return of(1, characters);
  }

  /** Octets of so many objects whose texts have so many characters together. */
  public static long of(int objects, long characters) {
    return (long) objects * OBJECT + characters * CHARACTER;
  }
}
