package io.mailhelm.smtp.auth;

import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import io.mailhelm.smtp.observe.LoginOutcome;
import java.net.InetAddress;
import java.util.Optional;

/** Checks a name and a password, behind the throttle. Shared by SMTP AUTH and the APIs. */
public interface Logins {
  /**
   * @param peer the client; failures count for its address and for the account
   * @param listener the listener's name, {@code management} or {@code mail-api}
   * @param login the full address; a name without {@code @} means that name in the only domain
   * @param password UTF-8; not kept
   */
  Result check(InetAddress peer, String listener, String login, byte[] password);

  /**
   * Checks a login again that was proved a while ago: its password and its peer.
   *
   * @param user who that is in the config that runs
   * @param proved the verifier of its password
   * @return what the same login would come to now; empty where nothing refuses it
   */
  Optional<LoginOutcome> lost(InetAddress peer, User user, ScramVerifier proved);

  /**
   * A login that succeeded.
   *
   * @param proved the verifier of the password: the user's, or the one before
   */
  record Login(User user, ScramVerifier proved) {}

  /**
   * The result of a check.
   *
   * @param login empty where the outcome is not {@link LoginOutcome#OK}
   */
  record Result(LoginOutcome outcome, Optional<Login> login) {
    public Result {
      if ((outcome == LoginOutcome.OK) != login.isPresent()) {
        throw new IllegalArgumentException(outcome + " of " + login);
      }
    }

    /** Who logged in. */
    public Optional<User> user() {
      return login.map(Login::user);
    }

    public static Result of(User user, ScramVerifier proved) {
      return new Result(LoginOutcome.OK, Optional.of(new Login(user, proved)));
    }

    public static Result of(LoginOutcome refused) {
      return new Result(refused, Optional.empty());
    }
  }
}
