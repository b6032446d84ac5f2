package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.auth.SaslMechanism;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.Replies;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Handles AUTH (RFC 4954): base64 around a SASL exchange. */
final class AuthHandler {
  private AuthHandler() {}

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
    session.exchange(mechanism, name.toUpperCase(Locale.ROOT));
    if (initial.isEmpty()) {
      return challenge(mechanism.get().firstChallenge());
    }
    // RFC 4954 §4: "=" is an initial response of no octets
    return line(session, initial.equals("=") ? "" : initial);
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
    return session.envelope().map(open -> CommandOutcome.of(Replies.AUTH_IN_TRANSACTION));
  }

  static boolean isOffered(Session session) {
    return session.peer().listener().auth() != Listener.Auth.None
        && EhloHandler.isAuthSafe(session);
  }

  /** A line of the exchange. */
  static CommandOutcome line(Session session, String text) {
    var mechanism = session.exchange().orElseThrow();
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
      case SaslMechanism.Step.Decided(Logins.Result result) -> decided(session, mechanism, result);
    };
  }

  private static CommandOutcome challenge(byte[] message) {
    return new CommandOutcome(
        Replies.challenge(Base64.getEncoder().encodeToString(message)), AwaitedInput.AUTH_LINE);
  }

  private static CommandOutcome decided(
      Session session, SaslMechanism mechanism, Logins.Result result) {
    var login = mechanism.login();
    var name = session.mechanismName();
    session.endExchange();
    return switch (result) {
      case Logins.Result.Ok(var user) -> {
        session.loggedIn(user);
        observe(session, name, login, "ok");
        yield CommandOutcome.of(Replies.AUTH_OK);
      }
      case Logins.Result.Failed failed -> {
        observe(session, name, login, "failed");
        yield CommandOutcome.of(Replies.AUTH_FAILED);
      }
      case Logins.Result.Suspended suspended -> {
        observe(session, name, login, "suspended");
        yield CommandOutcome.of(Replies.AUTH_SUSPENDED);
      }
      case Logins.Result.NotAllowedHere elsewhere -> {
        observe(session, name, login, "not-allowed-here");
        yield CommandOutcome.of(Replies.AUTH_NOT_HERE);
      }
      case Logins.Result.Throttled throttled -> {
        if (session.reception().mechanisms().isExhausted(session.peer().address())) {
          yield throttled(session, name);
        }
        observe(session, name, login, "throttled");
        yield CommandOutcome.of(Replies.AUTH_THROTTLED);
      }
    };
  }

  private static CommandOutcome throttled(Session session, String mechanism) {
    observe(session, mechanism, Optional.empty(), "throttled");
    return CommandOutcome.close(Replies.AUTH_ADDRESS_THROTTLED);
  }

  private static void observe(
      Session session, String mechanism, Optional<String> login, String result) {
    var peer = session.peer();
    session
        .reception()
        .observer()
        .on(
            new Event.Authenticated(
                peer.session(), peer.listener().name(), peer.address(), mechanism, login, result));
  }
}
