package io.mailhelm.smtp.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The LOGIN mechanism (draft-murchison-sasl-login): name, then password, each asked for; obsolete,
 * and what many clients try first.
 */
final class LoginMechanism implements SaslMechanism {
  private static final byte[] USERNAME = "Username:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);
  private final Logins logins;
  private final InetAddress peer;
  private final String listener;
  private Optional<String> login = Optional.empty();

  LoginMechanism(Logins logins, InetAddress peer, String listener) {
    this.logins = logins;
    this.peer = peer;
    this.listener = listener;
  }

  @Override
  public Step respond(byte[] message) {
    if (login.isEmpty()) {
      if (message.length > MAX_KEPT) {
        return new Step.Malformed();
      }
      login = Optional.of(new String(message, StandardCharsets.UTF_8));
      return new Step.Challenge(PASSWORD);
    }
    return new Step.Decided(logins.check(peer, listener, login.get(), message));
  }

  @Override
  public byte[] firstChallenge() {
    return USERNAME;
  }

  @Override
  public Optional<String> login() {
    return login;
  }
}
