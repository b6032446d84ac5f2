package io.mailhelm.config;

/**
 * Checks that limits are positive. It is a class of its own because {@link ServerLimits} and the
 * records in it are initialised within each other: whichever a program uses first finds its parts
 * complete.
 */
final class Bounds {
  private Bounds() {}

  /**
   * @throws IllegalArgumentException when a bound is not more than 0
   */
  static void check(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be more than 0");
    }
  }
}
