package io.mailhelm.smtp.auth;

import io.mailhelm.config.SaslPrep;
import java.net.InetAddress;

/**
 * Checks passwords in the clear (PLAIN, LOGIN, HTTP Basic) against SCRAM verifiers. Thread-safe.
 */
public final class PasswordLogins implements Logins {
  private final Gate gate;
  private final Scram scram = new Scram();
  private final RememberedLogins remembered = new RememberedLogins(Gate.randomKey());

  public PasswordLogins(Gate gate) {
    this.gate = gate;
  }

  @Override
  public Result check(InetAddress peer, String listener, String login, byte[] password) {
    if (gate.isAddressExhausted(peer)) {
      return new Result.Throttled();
    }
    var prepared = SaslPrep.prepare(password);
    var attempt = gate.attempt(peer, login);
    var token = attempt.user().map(user -> remembered.token(user, peer, prepared));
    if (token.isPresent() && remembered.contains(token.get())) {
      return gate.proved(attempt);
    }
    if (gate.isAccountExhausted(attempt)) {
      return new Result.Throttled();
    }
    if (!scram.matches(attempt.verifier(), prepared) || token.isEmpty()) {
      return gate.failed(attempt);
    }
    remembered.add(token.get());
    return gate.proved(attempt);
  }
}
