package io.mailhelm.config;

/** Finds and replaces unpaired surrogates, which have no form in UTF-8. */
public final class Surrogates {
  private static final int REPLACEMENT = 0xfffd;

  private Surrogates() {}

  /** Whether {@code text} has an unpaired surrogate (Unicode §3.9, D84). */
  public static boolean isHalved(String text) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (Character.isHighSurrogate(at)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(at)) {
        return true;
      }
    }
    return false;
  }

  /** {@code text} with the replacement character, U+FFFD, for each unpaired surrogate. */
  public static String replaced(String text) {
    return isHalved(text)
        ? text.codePoints()
            .map(point -> isHalf(point) ? REPLACEMENT : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
