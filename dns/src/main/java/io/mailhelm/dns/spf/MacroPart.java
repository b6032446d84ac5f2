package io.mailhelm.dns.spf;

/** A piece of a macro string (RFC 7208 §7.1). */
sealed interface MacroPart {
  /** Literal text, with {@code %%}, {@code %_} and {@code %-} replaced. */
  record Literal(String text) implements MacroPart {}

  /**
   * * A macro to expand.
   *
   * @param letter lower case
   * @param isEscaped whether it was upper case: the result is escaped as in a URI
   * @param keep how many parts are kept, from the right; 0: all
   * @param delimiters the characters at which it is split
   */
  record Expansion(char letter, boolean isEscaped, int keep, boolean isReversed, String delimiters)
      implements MacroPart {}
}
