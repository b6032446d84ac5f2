package io.mailhelm.smtp.auth;

import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import java.net.InetAddress;
import java.util.Optional;

/** Checks a name and a password, behind the throttle. Shared by SMTP AUTH and the APIs. */
public interface Logins {
  /**
   * @param peer who asks; failures count for its address and for the account
   * @param listener the listener's name, {@code management} or {@code mail-api}
   * @param login the full address; a name without {@code @} means that name in the only domain
   * @param password UTF-8; not kept
   */
  Result check(InetAddress peer, String listener, String login, byte[] password);

  /**
   * Asked again of a login that was proved a while ago: what the same would come to now, for its
   * password and its peer. Empty where nothing stands in its way.
   *
   * @param user who that is in the config that runs
   * @param proved the verifier of its password
   */
  Optional<Result> lost(InetAddress peer, User user, ScramVerifier proved);

  /** What came of it. */
  sealed interface Result {
    /**
     * @param proved the verifier of the password: the user's, or the one before
     */
    record Ok(User user, ScramVerifier proved) implements Result {}

    /** Wrong name or password; the two are not told apart, in words or in time. */
    record Failed() implements Result {}

    /** The password is right, the account suspended. */
    record Suspended() implements Result {}

    /** The password is right; the policy's {@code allowedClients} excludes the peer. */
    record NotAllowedHere() implements Result {}

    /** Too many failures; nothing was checked. */
    record Throttled() implements Result {}
  }
}
