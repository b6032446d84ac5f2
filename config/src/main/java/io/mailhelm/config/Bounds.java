package io.mailhelm.config;

/**
 * Checks bounds. By itself, because {@link ServerLimits} and the records it is made of are
 * initialised within each other: whichever a program touches first finds its parts complete.
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
