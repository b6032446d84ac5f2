package io.mailhelm.smtp.auth;

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
   * The result of a check.
   *
   * @param user who logged in; empty where the outcome is not {@link LoginOutcome#OK}
   */
  record Result(LoginOutcome outcome, Optional<User> user) {
    public Result {
      if ((outcome == LoginOutcome.OK) != user.isPresent()) {
        throw new IllegalArgumentException(outcome + " of " + user);
      }
    }

    public static Result of(User user) {
      return new Result(LoginOutcome.OK, Optional.of(user));
    }

    public static Result of(LoginOutcome refused) {
      return new Result(refused, Optional.empty());
    }
  }
}
