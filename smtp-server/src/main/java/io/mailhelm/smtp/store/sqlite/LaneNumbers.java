package io.mailhelm.smtp.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Numbers that stand for lanes, from their names and a key of this process. Nobody outside can find
 * two lanes with one number; of a million lanes two have the same by chance once in some thirty
 * million starts. Not thread-safe.
 */
final class LaneNumbers {
  private static final int KEY_OCTETS = 16;

  private final byte[] key = new byte[KEY_OCTETS];
  private final MessageDigest digest;

  LaneNumbers() {
    new SecureRandom().nextBytes(key);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The number of a lane. */
  long of(String lane) {
    digest.update(key);
    return ByteBuffer.wrap(digest.digest(lane.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
