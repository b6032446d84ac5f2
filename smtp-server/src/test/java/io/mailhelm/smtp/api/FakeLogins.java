package io.mailhelm.smtp.api;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.live.LiveConfig;
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
  public Optional<Result> lost(InetAddress peer, User user, ScramVerifier proved) {
    return user.verifier().equals(proved) ? Optional.empty() : Optional.of(new Result.Failed());
  }

  @Override
  public Result check(InetAddress peer, String listener, String login, byte[] password) {
    if (login.startsWith("busy@")) {
      return new Result.Throttled();
    }
    gate.pass();
    var offered = new String(password, StandardCharsets.UTF_8);
    return Optional.of(login)
        .filter(name -> offered.equals("secret of " + name))
        .flatMap(name -> live.current().directory().login(Mailbox.of(name)))
        .<Result>map(
            user ->
                user.suspended() ? new Result.Suspended() : new Result.Ok(user, user.verifier()))
        .orElseGet(Result.Failed::new);
  }
}
