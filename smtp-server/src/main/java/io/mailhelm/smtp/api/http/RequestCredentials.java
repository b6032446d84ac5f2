package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.ProblemDetails;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.observe.Event;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Authenticates a request: by the token (RFC 6750), by a user's own password (RFC 7617), or in
 * development mode as a loopback peer that sends neither.
 */
@ApplicationScoped
class RequestCredentials {
  private static final Duration THROTTLED = Duration.ofMinutes(1);

  private final ApiContext node;
  private final ProblemWriter answers;

  RequestCredentials(ApiContext node, ProblemWriter answers) {
    this.node = node;
    this.answers = answers;
  }

  /**
   * Calls {@code admitted} on the request's event loop, or answers 401, 403 or 429.
   *
   * @param anonymousMay whether nobody in particular may pass
   */
  void admit(RoutingContext request, Api api, boolean anonymousMay, Consumer<Caller> admitted) {
    var header = ProblemWriter.header(request, "Authorization");
    if (header.isEmpty()) {
      withoutAny(request, anonymousMay, admitted);
      return;
    }
    var words = header.get().strip().split(" +", 2);
    var offered = words.length == 2 ? words[1] : "";
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> bearer(request, api, offered, admitted);
      case "basic" -> basic(request, api, offered, admitted);
      default -> challenge(request, "Only Bearer and Basic credentials are understood here.");
    }
  }

  private void withoutAny(RoutingContext request, boolean anonymousMay, Consumer<Caller> admitted) {
    if (node.access().dev() && RequestChecks.peer(request.request()).isLoopbackAddress()) {
      admitted.accept(new Caller.Operator());
    } else if (anonymousMay) {
      admitted.accept(new Caller.Anonymous());
    } else {
      challenge(
          request,
          "Credentials are needed: the token as 'Authorization: Bearer …', or an address and its"
              + " password as Basic.");
    }
  }

  private void bearer(RoutingContext request, Api api, String offered, Consumer<Caller> admitted) {
    var ok = node.access().token().get().matches(offered);
    observe(request, api, "BEARER", Optional.empty(), ok ? "ok" : "failed");
    if (ok) {
      admitted.accept(new Caller.Operator());
    } else {
      challenge(request, "This is not the token of this server.");
    }
  }

  private void observe(
      RoutingContext request, Api api, String mechanism, Optional<String> user, String result) {
    var peer = RequestChecks.peer(request.request());
    node.observer().on(new Event.Authenticated("", api.listener(), peer, mechanism, user, result));
  }

  /** A password costs a hash of some milliseconds: not on the event loop. */
  private void basic(RoutingContext request, Api api, String offered, Consumer<Caller> admitted) {
    request.request().pause();
    request
        .vertx()
        .executeBlocking(() -> check(request, api, offered), false)
        .onComplete(
            result -> {
              request.request().resume();
              conclude(request, result, admitted);
            },
            overload -> {
              request.request().resume();
              answers.refuse(request, 503, "Too many log in at once: send this request again.");
            });
  }

  private Logins.Result check(RoutingContext request, Api api, String offered) {
    var pair = decode(offered);
    var colon = indexOf(pair, (byte) ':');
    if (colon < 0) {
      return new Logins.Result.Failed();
    }
    var login = new String(pair, 0, colon, StandardCharsets.UTF_8);
    var password = Arrays.copyOfRange(pair, colon + 1, pair.length);
    try {
      var peer = RequestChecks.peer(request.request());
      var result = node.logins().check(peer, api.listener(), login, password);
      observe(request, api, "BASIC", Optional.of(login), word(result));
      return result;
    } catch (RuntimeException e) {
      node.observer().on(new Event.Failed("api", e));
      return new Logins.Result.Failed();
    }
  }

  private static String word(Logins.Result result) {
    return switch (result) {
      case Logins.Result.Ok(var user) -> "ok";
      case Logins.Result.Failed() -> "failed";
      case Logins.Result.Suspended() -> "suspended";
      case Logins.Result.NotAllowedHere() -> "not-allowed-here";
      case Logins.Result.Throttled() -> "throttled";
    };
  }

  private void conclude(RoutingContext request, Logins.Result result, Consumer<Caller> admitted) {
    switch (result) {
      case Logins.Result.Ok(var user) -> admitted.accept(new Caller.Owner(user));
      case Logins.Result.Failed() -> challenge(request, "Wrong address or password.");
      case Logins.Result.Suspended() -> answers.refuse(request, 403, "This account is suspended.");
      case Logins.Result.NotAllowedHere() ->
          answers.refuse(request, 403, "This account may not log in from your address.");
      case Logins.Result.Throttled() ->
          answers.refuse(
              request,
              new ApiException(
                  ProblemDetails.of(429, "Too many failed logins: wait, then try again."),
                  Optional.of(THROTTLED)));
    }
  }

  private void challenge(RoutingContext request, String sentence) {
    request
        .response()
        .putHeader(
            "WWW-Authenticate",
            "Bearer realm=\"mailhelm\", Basic realm=\"mailhelm\", charset=\"UTF-8\"");
    answers.refuse(request, 401, sentence);
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
