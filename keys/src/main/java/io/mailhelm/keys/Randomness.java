package io.mailhelm.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes random secrets: octets, passwords and tokens. */
public final class Randomness {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The length of a password's random part, for which {@link
   * io.mailhelm.config.ScramVerifier#GENERATED_ITERATIONS} suffice.
   */
  private static final int PASSWORD_OCTETS = 18;

  private static final int TOKEN_OCTETS = 24;

  private Randomness() {}

  /** {@code count} random octets. */
  public static byte[] octets(int count) {
    var octets = new byte[count];
    RANDOM.nextBytes(octets);
    return octets;
  }

  /** A password of 144 random bits in 24 ASCII characters that need no quoting. */
  public static byte[] password() {
    return text(PASSWORD_OCTETS);
  }

  /** A bearer token of 192 random bits in 32 ASCII characters (RFC 6750 §2.1). */
  public static byte[] token() {
    return text(TOKEN_OCTETS);
  }

  private static byte[] text(int count) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(octets(count))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
