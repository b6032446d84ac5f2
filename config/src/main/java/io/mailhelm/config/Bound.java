package io.mailhelm.config;

/** What every limit has to be. It knows no limit, so that those may know each other. */
final class Bound {
  private Bound() {}

  /**
   * @throws IllegalArgumentException naming the limit that is 0 or less
   */
  static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be more than 0");
    }
  }
}
