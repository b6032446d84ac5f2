package io.mailhelm.dns.spf;

/** A piece of a macro string (RFC 7208 §7.1). */
sealed interface MacroPart {
  /** What stands for itself, {@code %%}, {@code %_} and {@code %-} included. */
  record Literal(String text) implements MacroPart {}

  /**
   * What is replaced.
   *
   * @param letter lower case
   * @param isEscaped whether it was upper case: what comes is escaped as in a URI
   * @param keep so many parts are kept, from the right; 0: all
   * @param delimiters where it is split
   */
  record Expansion(char letter, boolean isEscaped, int keep, boolean isReversed, String delimiters)
      implements MacroPart {}
}
