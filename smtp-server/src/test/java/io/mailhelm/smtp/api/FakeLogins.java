package io.mailhelm.smtp.api;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.LoginOutcome;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Everyone's password is {@code secret of <address>}; {@code busy@…} is throttled. */
public final class FakeLogins implements Logins {
  private final LiveConfig live;
  private final SlowGate gate = new SlowGate();

  FakeLogins(LiveConfig live) {
    this.live = live;
  }

  /** Before a right password is found right. */
  public SlowGate gate() {
    return gate;
  }

  @Override
  public Optional<LoginOutcome> lost(InetAddress peer, User user, ScramVerifier proved) {
    return user.verifier().equals(proved) ? Optional.empty() : Optional.of(LoginOutcome.FAILED);
  }

  @Override
  public Result check(InetAddress peer, String listener, String login, byte[] password) {
    if (login.startsWith("busy@")) {
      return Result.of(LoginOutcome.THROTTLED);
    }
    gate.pass();
    var offered = new String(password, StandardCharsets.UTF_8);
    return Optional.of(login)
        .filter(name -> offered.equals("secret of " + name))
        .flatMap(name -> live.current().directory().login(Mailbox.of(name)))
        .map(
            user ->
                user.suspended()
                    ? Result.of(LoginOutcome.SUSPENDED)
                    : Result.of(user, user.verifier()))
        .orElseGet(() -> Result.of(LoginOutcome.FAILED));
  }
}
