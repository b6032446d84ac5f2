package io.mailhelm.smtp.auth;

import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.smtp.live.Directory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Verifiers for names nobody has, so that a wrong name takes the time of a wrong password and shows
 * a SCRAM client a salt that stays the same from try to try. Nothing ever matches one.
 */
final class Decoys {
  private final byte[] key;

  /**
   * @param key of this process, secret
   */
  Decoys(byte[] key) {
    this.key = key.clone();
  }

  /** The verifier of {@code login}, with the iterations that some real user has. */
  ScramVerifier of(String login, Directory directory) {
    var digest = Scram.hmac(key, login.getBytes(StandardCharsets.UTF_8));
    var salt = Arrays.copyOf(digest, 16);
    int pick = ByteBuffer.wrap(digest, 16, 4).getInt();
    return new ScramVerifier(salt, directory.iterations(pick), digest, digest);
  }
}
