package io.mailhelm.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes the values of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677). Thread-safe. */
public final class Scram {
  private static final String HMAC = "HmacSHA256";
  private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

  private Scram() {}

  /**
   * The verifier to store in place of a password.
   *
   * @param password as {@link SaslPrep} prepares it, not empty
   * @param salt 16 octets or more
   */
  public static ScramVerifier verifier(byte[] password, byte[] salt, int iterations) {
    var salted = stretch(password, salt, iterations);
    var storedKey = sha256(hmac(salted, CLIENT_KEY));
    return new ScramVerifier(salt, iterations, storedKey, hmac(salted, SERVER_KEY));
  }

  /**
   * Whether {@code password} is the one the verifier was made of; takes the same time whether it is
   * or not.
   */
  public static boolean matches(ScramVerifier verifier, byte[] password) {
    if (password.length == 0) {
      return false;
    }
    var salted = stretch(password, verifier.salt(), verifier.iterations());
    return MessageDigest.isEqual(sha256(hmac(salted, CLIENT_KEY)), verifier.storedKey());
  }

  /** PBKDF2-HMAC-SHA-256 of one block (RFC 8018 §5.2), which SCRAM calls Hi. */
  private static byte[] stretch(byte[] password, byte[] salt, int iterations) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(password, HMAC));
      mac.update(salt);
      var block = mac.doFinal(FIRST_BLOCK);
      var sum = block.clone();
      for (int i = 1; i < iterations; i++) {
        mac.update(block);
        mac.doFinal(block, 0);
        for (int k = 0; k < sum.length; k++) {
          sum[k] ^= block[k];
        }
      }
      return sum;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + HMAC, e);
    }
  }

  /** HMAC-SHA-256. */
  public static byte[] hmac(byte[] key, byte[] message) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + HMAC, e);
    }
  }

  /** SHA-256. */
  public static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
