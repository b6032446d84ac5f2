package io.mailhelm.smtp.auth;

import io.mailhelm.config.DecoyKey;
import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.smtp.live.ConfigSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes verifiers for logins that do not exist, so that a wrong name takes as long as a wrong
 * password and shows a SCRAM client a salt that stays the same: from try to try, in every pod and
 * after every start, as long as the config's key does. No password ever matches one. A name has the
 * iterations of some user, and its salt changes when those change, as a user's does with the
 * password.
 */
final class DecoyVerifiers {
  private static final int SALT_OCTETS = 16;
  private final byte[] otherwise;

  /**
   * @param otherwise what is used where the config has no key; secret
   */
  DecoyVerifiers(byte[] otherwise) {
    this.otherwise = otherwise.clone();
  }

  /** The verifier of {@code login}, with the iterations that some real user has. */
  ScramVerifier of(String login, ConfigSnapshot config) {
    var key = config.config().decoyKey().map(DecoyKey::octets).orElse(otherwise);
    var place = Scram.hmac(key, ("place\0" + login).getBytes(StandardCharsets.UTF_8))[0];
    int iterations = config.directory().iterations(place & 7);
    var digest = Scram.hmac(key, (iterations + "\0" + login).getBytes(StandardCharsets.UTF_8));
    return new ScramVerifier(Arrays.copyOf(digest, SALT_OCTETS), iterations, digest, digest);
  }
}
