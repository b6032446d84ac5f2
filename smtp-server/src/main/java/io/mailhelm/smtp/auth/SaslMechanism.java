package io.mailhelm.smtp.auth;

import java.util.Optional;

/**
 * One SASL exchange, from the server's side (RFC 4422). Used once, by one thread; the caller does
 * the base64.
 */
public sealed interface SaslMechanism permits PlainMechanism, LoginMechanism, ScramMechanism {
  /**
   * Octets of a first response that is kept until the next comes: an address, or two of them and a
   * nonce. A client that waits here has not yet logged in, so its memory cannot be counted for a
   * user.
   */
  int MAX_KEPT = 1_024;

  /** What the client sent next; the first is the initial response. */
  Step respond(byte[] message);

  /** What to say when the client gave no initial response. */
  byte[] firstChallenge();

  /** The login that was named, as far as it is known; for the log. */
  Optional<String> login();

  /** The next step of an exchange. */
  sealed interface Step {
    /** The client has to say more. */
    record Challenge(byte[] message) implements Step {}

    /** It is decided. */
    record Decided(Logins.Result result) implements Step {}

    /** The client does not follow the mechanism. */
    record Malformed() implements Step {}
  }
}
