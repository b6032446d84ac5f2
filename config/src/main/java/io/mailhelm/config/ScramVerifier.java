package io.mailhelm.config;

import java.util.Arrays;

/**
 * The SCRAM-SHA-256 verifier that is kept instead of a password (RFC 5802 §3, RFC 7677). It serves
 * SCRAM, PLAIN and LOGIN.
 *
 * @param salt 16 octets or more
 * @param iterations of PBKDF2-HMAC-SHA-256, 4,096 or more
 * @param storedKey SHA-256(ClientKey), 32 octets
 * @param serverKey HMAC(SaltedPassword, "Server Key"), 32 octets
 */
public record ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
  /**
   * The least that RFC 7677 §4 allows, which is enough for generated passwords of 128 bits or more.
   */
  public static final int GENERATED_ITERATIONS = 4_096;

  /** The iterations for passwords that people choose. */
  public static final int CHOSEN_ITERATIONS = 50_000;

  public ScramVerifier {
    if (salt.length < 16
        || storedKey.length != 32
        || serverKey.length != 32
        || iterations < GENERATED_ITERATIONS) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier (RFC 7677)");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScramVerifier that
        && iterations == that.iterations
        && Arrays.equals(salt, that.salt)
        && Arrays.equals(storedKey, that.storedKey)
        && Arrays.equals(serverKey, that.serverKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(storedKey);
  }

  /** Never contains the octets: a verifier in a log can be attacked offline. */
  @Override
  public String toString() {
    return "ScramVerifier[iterations=" + iterations + "]";
  }
}
