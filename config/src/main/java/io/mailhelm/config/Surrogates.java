package io.mailhelm.config;

/** Finds, replaces and avoids unpaired surrogates, which have no form in UTF-8. */
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

  /** The first {@code most} characters of {@code text}, or one less where that would cut a pair. */
  public static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean isCut = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, isCut ? most - 1 : most);
  }

  /**
   * The text, or where it is longer than {@code most} characters its beginning and an ellipsis
   * after that.
   */
  public static String shortened(String text, int most) {
    return text.length() <= most ? text : beginning(text, most) + "…";
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
