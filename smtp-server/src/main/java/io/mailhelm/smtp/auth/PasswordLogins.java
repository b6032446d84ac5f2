package io.mailhelm.smtp.auth;

import io.mailhelm.config.SaslPrep;
import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import io.mailhelm.smtp.compute.Computation;
import io.mailhelm.smtp.observe.LoginOutcome;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;

/**
 * Checks passwords in the clear (PLAIN, LOGIN, HTTP Basic) against SCRAM verifiers. Thread-safe.
 */
public final class PasswordLogins implements Logins {
  private final LoginChecks gate;
  private final BiPredicate<ScramVerifier, byte[]> matches;

  /**
   * How many passwords are stretched at once. More than the processors would only make every one of
   * them late, and mail with them.
   */
  private final Semaphore stretching =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

  private final RememberedLogins remembered = new RememberedLogins(LoginChecks.randomKey());

  public PasswordLogins(LoginChecks gate) {
    this(gate, Scram::matches);
  }

  /**
   * @param matches whether a verifier is of that password; what takes the time
   */
  PasswordLogins(LoginChecks gate, BiPredicate<ScramVerifier, byte[]> matches) {
    this.gate = gate;
    this.matches = matches;
  }

  @Override
  public Result check(InetAddress peer, String listener, String login, byte[] password) {
    if (gate.isAddressExhausted(peer)) {
      return Result.of(LoginOutcome.THROTTLED);
    }
    var attempt = gate.attempt(peer, login);
    if (gate.isAccountExhausted(attempt) && gate.isRememberedExhausted(attempt)) {
      return gate.unheard(attempt); // before work is spent on what nobody listens to
    }
    var prepared = SaslPrep.prepare(password);
    // Made of a decoy as well: a name nobody has takes the same work.
    var token = remembered.token(attempt.login(), attempt.verifier(), peer, prepared);
    var former =
        attempt
            .former()
            .map(before -> remembered.token(attempt.login(), before.verifier(), peer, prepared));
    if (former.isPresent() && remembered.contains(former.get())) {
      return gate.isFormerTaken(attempt) ? gate.formerProved(attempt) : gate.outdated();
    }
    if (gate.isAccountExhausted(attempt)) {
      return remembered.contains(token) ? gate.proved(attempt) : gate.unheard(attempt);
    }
    if (remembered.contains(token)) {
      return gate.proved(attempt);
    }
    boolean isFormer = false;
    stretching.acquireUninterruptibly();
    try {
      // Asked again: while this one waited its turn, others of a burst have failed.
      if (gate.isAddressExhausted(peer) || gate.isAccountExhausted(attempt)) {
        return Result.of(LoginOutcome.THROTTLED);
      }
      if (!isRight(attempt.verifier(), prepared) || attempt.user().isEmpty()) {
        if (!isFormerRight(attempt, prepared)) {
          return gate.failed(attempt);
        }
        token = former.orElseThrow();
        isFormer = true;
      }
    } finally {
      stretching.release();
    }
    remembered.add(token);
    return isFormer ? gate.formerProved(attempt) : gate.proved(attempt);
  }

  @Override
  public Optional<LoginOutcome> lost(InetAddress peer, User user, ScramVerifier proved) {
    return gate.lost(peer, user, proved);
  }

  /**
   * Whether it is the one from before, whose time is not over. It takes as long for every name,
   * those that nobody has too, or the time would tell whose password was changed.
   */
  private boolean isFormerRight(LoginChecks.Attempt attempt, byte[] prepared) {
    boolean isTaken = gate.isFormerTaken(attempt);
    if (!isTaken && !gate.isAnyFormerTaken()) {
      return false;
    }
    var verifier = isTaken ? attempt.former().orElseThrow().verifier() : attempt.verifier();
    return isRight(verifier, prepared) && isTaken;
  }

  private boolean isRight(ScramVerifier verifier, byte[] prepared) {
    return Computation.PASSWORDS.ofUnfailing(() -> matches.test(verifier, prepared));
  }
}
