package io.mailhelm.smtp.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.ProblemDetails;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Writes problem+json where no JAX-RS resource does: in {@link RequestChecks}, and for paths that
 * nothing serves.
 */
@ApplicationScoped
class ProblemWriter {
  private final ObjectMapper json;

  ProblemWriter(ObjectMapper json) {
    this.json = json;
  }

  void refuse(RoutingContext request, int status, String sentence) {
    refuse(request, ApiException.of(status, sentence));
  }

  void refuse(RoutingContext request, ApiException refusal) {
    var response = request.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    response
        .setStatusCode(refusal.details().status())
        .putHeader("Content-Type", ProblemDetails.MEDIA_TYPE);
    refusal
        .retryAfter()
        .map(wait -> Long.toString(wait.toSeconds()))
        .ifPresent(seconds -> response.putHeader("Retry-After", seconds));
    if (hasUnreadBody(request.request())) {
      // Whatever the body is, nobody waits for it: the connection carries no other request.
      response.putHeader("Connection", "close");
    }
    response.end(write(refusal.details()));
  }

  private static boolean hasUnreadBody(HttpServerRequest request) {
    return !request.isEnded()
        && (request.getHeader("Content-Length") != null
            || request.getHeader("Transfer-Encoding") != null);
  }

  /** Whether the client was told to ask no more on this connection. */
  static boolean isLast(RoutingContext request) {
    return "close".equalsIgnoreCase(request.response().headers().get("Connection"));
  }

  /** The problem as it is sent. */
  String write(ProblemDetails details) {
    try {
      return json.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new AssertionError("strings and numbers always have a JSON form", e);
    }
  }

  /** A header's value, if it is there. */
  static Optional<String> header(RoutingContext request, String name) {
    return Optional.ofNullable(request.request().getHeader(name));
  }
}
