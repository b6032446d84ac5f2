package io.mailhelm.config;

/** Tells texts that have no form in UTF-8: those with one half of a surrogate pair. */
public final class Surrogates {
  private Surrogates() {}

  /** Whether {@code text} has a half without the other (Unicode §3.9, D84). */
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
}
