package io.mailhelm.smtp.api;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.live.LiveConfig;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Everyone's password is {@code secret of <address>}; {@code busy@…} is throttled. */
public final class FakeLogins implements Logins {
  private final LiveConfig live;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile CountDownLatch slow = new CountDownLatch(0);

  FakeLogins(LiveConfig live) {
    this.live = live;
  }

  /** From now on a right password is found right when that is over. */
  public void slowedBy(CountDownLatch until) {
    slow = until;
  }

  /** How many wait for that. */
  public int waiting() {
    return waiting.get();
  }

  private void await() {
    waiting.incrementAndGet();
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
    }
  }

  @Override
  public Result check(InetAddress peer, String listener, String login, byte[] password) {
    if (login.startsWith("busy@")) {
      return new Result.Throttled();
    }
    await();
    var offered = new String(password, StandardCharsets.UTF_8);
    return Optional.of(login)
        .filter(name -> offered.equals("secret of " + name))
        .flatMap(name -> live.current().directory().login(Mailbox.of(name)))
        .<Result>map(user -> user.suspended() ? new Result.Suspended() : new Result.Ok(user))
        .orElseGet(Result.Failed::new);
  }
}
