package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.auth.SaslMechanism;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.LoginOutcome;
import io.mailhelm.smtp.protocol.Replies;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Handles AUTH (RFC 4954): base64 around a SASL exchange. */
final class AuthHandler {
  private final Session session;
  private final SaslMechanism mechanism;
  private final String name;

  private AuthHandler(Session session, SaslMechanism mechanism, String name) {
    this.session = session;
    this.mechanism = mechanism;
    this.name = name;
  }

  static CommandOutcome run(Session session, String argument) {
    var refusal = order(session);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    int blank = argument.indexOf(' ');
    var name = blank < 0 ? argument : argument.substring(0, blank);
    var initial = blank < 0 ? "" : argument.substring(blank + 1).strip();
    if (name.isEmpty() || initial.indexOf(' ') >= 0) {
      return CommandOutcome.of(Replies.AUTH_SYNTAX);
    }
    var peer = session.peer();
    var mechanisms = session.reception().mechanisms();
    if (mechanisms.isExhausted(peer.address())) {
      return throttled(session, name);
    }
    var mechanism =
        mechanisms.begin(
            name, peer.address(), peer.listener().name(), session.security().bindings());
    if (mechanism.isEmpty()) {
      return CommandOutcome.of(Replies.AUTH_MECHANISM);
    }
    var exchange = new AuthHandler(session, mechanism.get(), name.toUpperCase(Locale.ROOT));
    session.beginExchange(exchange);
    if (initial.isEmpty()) {
      return challenge(mechanism.get().firstChallenge());
    }
    // RFC 4954 §4: "=" is an initial response of no octets
    return exchange.line(initial.equals("=") ? "" : initial);
  }

  private static Optional<CommandOutcome> order(Session session) {
    if (session.peer().listener().auth() == Listener.Auth.None) {
      return Optional.of(CommandOutcome.of(Replies.AUTH_NOT_OFFERED));
    }
    if (!EhloHandler.isAuthSafe(session)) {
      return Optional.of(CommandOutcome.of(Replies.AUTH_NEEDS_TLS));
    }
    if (!session.isGreeted()) {
      return Optional.of(CommandOutcome.of(Replies.EHLO_FIRST));
    }
    if (session.user().isPresent()) {
      return Optional.of(CommandOutcome.of(Replies.AUTH_TWICE));
    }
    return session
        .transaction()
        .envelope()
        .map(_ -> CommandOutcome.of(Replies.AUTH_IN_TRANSACTION));
  }

  static boolean isOffered(Session session) {
    return session.peer().listener().auth() != Listener.Auth.None
        && EhloHandler.isAuthSafe(session);
  }

  /** A line of the exchange. */
  CommandOutcome line(String text) {
    if (text.equals("*")) { // RFC 4954 §4
      session.endExchange();
      return CommandOutcome.of(Replies.AUTH_CANCELLED);
    }
    byte[] message;
    try {
      message = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      session.endExchange();
      return CommandOutcome.of(Replies.AUTH_BASE64);
    }
    return switch (mechanism.respond(message)) {
      case SaslMechanism.Step.Challenge(byte[] next) -> challenge(next);
      case SaslMechanism.Step.Malformed malformed -> {
        session.endExchange();
        yield CommandOutcome.of(Replies.AUTH_EXCHANGE);
      }
      case SaslMechanism.Step.Decided(Logins.Result result) -> decided(result);
    };
  }

  private static CommandOutcome challenge(byte[] message) {
    return new CommandOutcome(
        Replies.challenge(Base64.getEncoder().encodeToString(message)), AwaitedInput.AUTH_LINE);
  }

  private CommandOutcome decided(Logins.Result result) {
    session.endExchange();
    if (result.outcome() == LoginOutcome.THROTTLED
        && session.reception().mechanisms().isExhausted(session.peer().address())) {
      return throttled(session, name);
    }
    result.login().ifPresent(login -> session.loggedIn(login.user(), login.proved()));
    observe(session, name, mechanism.login(), result.outcome());
    return CommandOutcome.of(
        switch (result.outcome()) {
          case OK -> Replies.AUTH_OK;
          case FAILED -> Replies.AUTH_FAILED;
          case SUSPENDED -> Replies.AUTH_SUSPENDED;
          case THROTTLED -> Replies.AUTH_THROTTLED;
          case NOT_ALLOWED_HERE -> Replies.AUTH_NOT_HERE;
        });
  }

  private static CommandOutcome throttled(Session session, String mechanism) {
    observe(session, mechanism, Optional.empty(), LoginOutcome.THROTTLED);
    return CommandOutcome.close(Replies.AUTH_ADDRESS_THROTTLED);
  }

  private static void observe(
      Session session, String mechanism, Optional<String> login, LoginOutcome outcome) {
    var peer = session.peer();
    session
        .reception()
        .observer()
        .on(
            new Event.Authenticated(
                peer.session(), peer.listener().name(), peer.address(), mechanism, login, outcome));
  }
}
