package io.mailhelm.smtp.auth;

import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import io.mailhelm.smtp.observe.LoginOutcome;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists the SASL mechanisms that a connection is offered, strongest first, and begins exchanges.
 */
public final class SaslMechanisms {
  private static final List<String> CLEAR = List.of("SCRAM-SHA-256", "PLAIN", "LOGIN");
  private static final List<String> BOUND =
      List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN");
  private final LoginChecks gate;
  private final Logins logins;

  public SaslMechanisms(LoginChecks gate, Logins logins) {
    this.gate = gate;
    this.logins = logins;
  }

  /** The names for EHLO. */
  public List<String> offered(ChannelBindings bindings) {
    return hasBinding(bindings) ? BOUND : CLEAR;
  }

  /** A new exchange; empty when {@code name}, in any case, is not offered. */
  public Optional<SaslMechanism> begin(
      String name, InetAddress peer, String listener, ChannelBindings bindings) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> Optional.of(new PlainMechanism(logins, peer, listener));
      case "LOGIN" -> Optional.of(new LoginMechanism(logins, peer, listener));
      case "SCRAM-SHA-256" ->
          Optional.of(new ScramMechanism(gate, peer, bindings, false, hasBinding(bindings)));
      case "SCRAM-SHA-256-PLUS" ->
          hasBinding(bindings)
              ? Optional.of(new ScramMechanism(gate, peer, bindings, true, true))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** What stands in the way of a login of before, as {@link Logins#lost}. */
  public Optional<LoginOutcome> lost(InetAddress peer, User user, ScramVerifier proved) {
    return gate.lost(peer, user, proved);
  }

  /** Whether a peer has failed too often to be listened to. */
  public boolean isExhausted(InetAddress peer) {
    return gate.isAddressExhausted(peer);
  }

  private static boolean hasBinding(ChannelBindings bindings) {
    return bindings.data("tls-exporter").isPresent()
        || bindings.data("tls-server-end-point").isPresent();
  }
}
