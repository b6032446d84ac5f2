package io.mailhelm.smtp.auth;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.User;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.auth.FormerVerifiers.Former;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.LoginOutcome;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The checks that all ways to log in have in common: which user has the name, the throttle before a
 * password is looked at, and account and policy after it was right. Thread-safe.
 */
public final class LoginChecks {
  /** The longest address there is: 64 octets, an {@code @} and 255 (RFC 5321 §4.5.3.1). */
  private static final int MAX_LOGIN = 320;

  private final LiveConfig live;
  private final Throttle throttle;
  private final DecoyVerifiers decoys;
  private final FormerVerifiers formers;

  public LoginChecks(LiveConfig live, ElapsedTime time) {
    this.live = live;
    this.throttle = new Throttle(randomKey(), time);
    this.decoys = new DecoyVerifiers(randomKey());
    this.formers = new FormerVerifiers(live.current(), time);
    live.follow(formers::changed);
  }

  /**
   * One try to log in. It may wait for a client for minutes, so it holds no config: an old one
   * would be kept in memory with it.
   *
   * @param login as given, canonical where it is an address
   * @param user empty when nobody has that login
   * @param verifier the user's, or a decoy
   * @param former what the user's was before, for a while
   */
  record Attempt(
      InetAddress peer,
      String login,
      Optional<User> user,
      ScramVerifier verifier,
      Optional<Former> former) {
    private Throttle.Account account() {
      return new Throttle.Account(login, user.map(User::verifier));
    }
  }

  /** Finds the user of a login; nothing is decided yet. */
  Attempt attempt(InetAddress peer, String login) {
    var config = live.current();
    var address = address(login, config);
    var name = address.map(Mailbox::toString).orElse(login);
    var user = address.flatMap(config.directory()::login);
    var verifier = user.map(User::verifier).orElseGet(() -> decoys.of(name, config));
    return new Attempt(peer, name, user, verifier, user.flatMap(formers::of));
  }

  /** Whether the address has failed too often to be listened to. */
  public boolean isAddressExhausted(InetAddress peer) {
    return throttle.isAddressExhausted(peer, limits());
  }

  /** Whether too many passwords for that account were wrong for another to be looked at. */
  boolean isAccountExhausted(Attempt attempt) {
    return throttle.isAccountExhausted(attempt.peer(), attempt.account(), limits());
  }

  /** Whether a password may still be compared with what is remembered when no other is heard. */
  boolean isRememberedExhausted(Attempt attempt) {
    return throttle.isRememberedExhausted(attempt.peer(), attempt.account(), limits());
  }

  /** Whether the password that was right before it was changed is let in still. */
  boolean isFormerTaken(Attempt attempt) {
    return attempt.former().isPresent()
        && formers.isTaken(attempt.former().get(), attempt.user().orElseThrow(), live.current());
  }

  /**
   * Whether that holds for any user: then every wrong password is compared twice, for all users
   * alike.
   */
  boolean isAnyFormerTaken() {
    return formers.isAnyTaken();
  }

  /** The password was right before it was changed, and its time is over: no guess, and no login. */
  Logins.Result outdated() {
    return Logins.Result.of(LoginOutcome.FAILED);
  }

  /** The account is exhausted, and the password is not a remembered one. */
  Logins.Result unheard(Attempt attempt) {
    throttle.unheard(attempt.peer(), attempt.account(), limits());
    return Logins.Result.of(LoginOutcome.THROTTLED);
  }

  /** The password was wrong, or there is no such login. */
  Logins.Result failed(Attempt attempt) {
    throttle.failed(attempt.peer(), attempt.account(), limits());
    return Logins.Result.of(LoginOutcome.FAILED);
  }

  /** The password from before was right, and its time is not over. */
  Logins.Result formerProved(Attempt attempt) {
    return proved(attempt, attempt.former().orElseThrow().verifier());
  }

  /**
   * The password was right: checks what else may refuse the login. Only now, or it would tell which
   * users exist.
   */
  Logins.Result proved(Attempt attempt) {
    return proved(attempt, attempt.verifier());
  }

  private Logins.Result proved(Attempt attempt, ScramVerifier by) {
    var directory = live.current().directory();
    var current = attempt.user().flatMap(directory::still);
    if (current.isEmpty()) {
      return failed(attempt);
    }
    var user = current.get();
    if (user.suspended()) {
      return Logins.Result.of(LoginOutcome.SUSPENDED);
    }
    if (!isAllowed(attempt.peer(), user)) {
      return Logins.Result.of(LoginOutcome.NOT_ALLOWED_HERE);
    }
    throttle.succeeded(attempt.peer(), attempt.login());
    return Logins.Result.of(user, by);
  }

  private boolean isAllowed(InetAddress peer, User user) {
    var allowed = live.current().directory().policy(user).allowedClients();
    return allowed.isEmpty() || allowed.stream().anyMatch(cidr -> cidr.contains(peer));
  }

  /** As {@link Logins#lost}: who changes a password or shuts out a network ends what it began. */
  Optional<LoginOutcome> lost(InetAddress peer, User user, ScramVerifier proved) {
    if (!user.verifier().equals(proved) && !formers.isTaken(proved, user, live.current())) {
      return Optional.of(LoginOutcome.FAILED);
    }
    return isAllowed(peer, user) ? Optional.empty() : Optional.of(LoginOutcome.NOT_ALLOWED_HERE);
  }

  static byte[] randomKey() {
    var key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private ServerLimits limits() {
    return live.current().config().server().limits();
  }

  private static Optional<Mailbox> address(String login, ConfigSnapshot config) {
    if (login.length() > MAX_LOGIN) {
      return Optional.empty(); // before work is spent on what cannot be an address
    }
    try {
      if (login.indexOf('@') >= 0) {
        return Optional.of(Mailbox.of(login).canonical());
      }
      var domains = config.directory().domains();
      return domains.size() == 1
          ? Optional.of(new Mailbox(login, domains.iterator().next().domain()).canonical())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no address: nobody's login
    }
  }
}
