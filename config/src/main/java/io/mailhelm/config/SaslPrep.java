package io.mailhelm.config;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Prepares passwords before a verifier is made of one or compared with it (SASLprep, RFC 4013 §2):
 * both sides must do the same, or {@code ﬁ} typed on one machine would differ from {@code fi} typed
 * on another.
 */
public final class SaslPrep {
  private SaslPrep() {}

  /**
   * @param password UTF-8
   * @return UTF-8 in NFKC, with other blanks turned into blanks and without invisible characters; a
   *     password of ASCII stays as it is
   */
  public static byte[] prepare(byte[] password) {
    for (byte octet : password) {
      if (octet < 0) {
        return prepare(new String(password, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
      }
    }
    return password.clone();
  }

  private static String prepare(String text) {
    var mapped = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !isMappedToNothing(c))
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(mapped::appendCodePoint);
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
  }

  /** Whether a character is mapped to nothing (RFC 3454 appendix B.1). */
  private static boolean isMappedToNothing(int c) {
    return c == 0xad
        || c == 0x34f
        || c == 0x1806
        || c >= 0x180b && c <= 0x180d
        || c >= 0x200b && c <= 0x200d
        || c == 0x2060
        || c >= 0xfe00 && c <= 0xfe0f
        || c == 0xfeff;
  }
}
