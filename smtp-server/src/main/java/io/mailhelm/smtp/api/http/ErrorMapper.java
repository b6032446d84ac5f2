package io.mailhelm.smtp.api.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.mailhelm.config.Spelling;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.ProblemDetails;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.MissingBodyException;
import io.mailhelm.smtp.store.RequesterLeftException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Maps every exception that leaves a resource to problem+json (RFC 9457); none shows its own
 * message.
 */
@ApplicationScoped
class ErrorMapper {
  static final String FAULT = "The server failed; its log says why.";

  private static final int LATER = 30; // seconds
  private static final String LEFT = "The connection ended before the request was answered.";

  private final ApiContext node;
  private final AllowedMethods methods;

  ErrorMapper(ApiContext node, AllowedMethods methods) {
    this.node = node;
    this.methods = methods;
  }

  @ServerExceptionMapper
  Response refusal(ApiException refusal) {
    var answer = answer(refusal.details());
    if (refusal.details().status() == 405) {
      // RFC 9110 §15.5.6: what this server declares elsewhere can still be read.
      answer.header(AllowedMethods.ALLOW, "GET, HEAD");
    }
    refusal.retryAfter().ifPresent(wait -> answer.header("Retry-After", wait.toSeconds()));
    return answer.build();
  }

  /** The rest of the body is not read, whatever it is. */
  @ServerExceptionMapper
  Response unread(ChunkedBodies.RefusedException refused) {
    var answer = Response.fromResponse(refusal(refused.refusal()));
    return answer.header("Connection", "close").build();
  }

  /** Its connection ends with it, so the answer is seldom read. */
  @ServerExceptionMapper
  Response broken(ChunkedBodies.BrokenException broken) {
    return answer(IncompleteRequest.MALFORMED).header("Connection", "close").build();
  }

  @ServerExceptionMapper
  Response unknownField(UnrecognizedPropertyException unknown) {
    var known = unknown.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
    var sentence =
        Spelling.nearest(unknown.getPropertyName(), known)
            .map(near -> "did you mean '%s'?".formatted(near))
            .orElse("use " + String.join(", ", known) + ".");
    return answer(
            ProblemDetails.of(
                    422,
                    "There is no field '%s': %s".formatted(unknown.getPropertyName(), sentence))
                .at(path(unknown)))
        .build();
  }

  @ServerExceptionMapper
  Response wrongType(MismatchedInputException mismatch) {
    var field = path(mismatch);
    if (field.isEmpty()) {
      return answer(ProblemDetails.of(400, "The body must be one JSON object.")).build();
    }
    var type = mismatch.getTargetType();
    var wanted = type == null ? "another type" : describe(type);
    return answer(ProblemDetails.of(422, "'%s' must be %s.".formatted(field, wanted)).at(field))
        .build();
  }

  @ServerExceptionMapper
  Response tooMuch(StreamConstraintsException bound) {
    var sentence =
        "The body has more than %d values, a text of more than %d characters, a name of more than %d or more than %d levels."
            .formatted(Json.MOST_TOKENS, Json.LONGEST_TEXT, Json.LONGEST_NAME, Json.DEEPEST);
    return answer(ProblemDetails.of(413, sentence)).build();
  }

  @ServerExceptionMapper
  Response notJson(JacksonException broken) {
    // what is met inside an object comes wrapped
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof StreamConstraintsException bound) {
        return tooMuch(bound);
      }
      if (cause instanceof ChunkedBodies.RefusedException refused) {
        return unread(refused);
      }
      if (cause instanceof ChunkedBodies.BrokenException body) {
        return broken(body);
      }
      if (cause instanceof WholeText.HalfPairException half) {
        return half(half);
      }
    }
    // Jackson has no type of its own for it
    var sentence =
        broken.getOriginalMessage().startsWith("Duplicate field")
            ? "The body has a field twice"
            : "The body is not JSON";
    return answer(ProblemDetails.of(400, sentence + position(broken) + ".")).build();
  }

  private static Response half(WholeText.HalfPairException half) {
    var field = path(half);
    var sentence =
        "'%s' has one half of a surrogate pair, which is no character: send both halves (\\ud83d\\ude00), or the character itself in UTF-8."
            .formatted(field);
    return answer(ProblemDetails.of(422, sentence).at(field)).build();
  }

  /** What the HTTP library refuses; it takes some paths without the method for no path. */
  @ServerExceptionMapper
  Response http(WebApplicationException http, RoutingContext request) {
    if (http.getCause() instanceof JacksonException broken) {
      return notJson(broken);
    }
    int status = http.getResponse().getStatus();
    var allowed =
        status == 404 || status == 405 ? methods.instead(request) : Optional.<String>empty();
    if (allowed.isPresent()) {
      status = 405;
    }
    var answer = answer(ProblemDetails.of(status, sentence(status)));
    allowed.ifPresent(all -> answer.header(AllowedMethods.ALLOW, all));
    return answer.build();
  }

  /** Mostly a full disk, on which nothing can be deleted either: others filled it. */
  @ServerExceptionMapper
  Response unable(MailStoreException store) {
    node.observer().on(new Event.Failed(FailurePlace.STORE, store));
    var sentence =
        "The store cannot do this now; GET /health says how it is. Where the disk is full of other"
            + " things, room has to be made there first.";
    return answer(ProblemDetails.of(503, sentence)).header("Retry-After", LATER).build();
  }

  /** Nobody reads the answer. */
  @ServerExceptionMapper
  Response left(RequesterLeftException left) {
    return answer(ProblemDetails.of(503, LEFT)).build();
  }

  @ServerExceptionMapper
  Response missing(MissingBodyException missing) {
    node.observer().on(new Event.Failed(FailurePlace.API, missing));
    var sentence =
        "The file with the body of this message is missing; the server's log names it. Put it back"
            + " from a backup, or delete the message.";
    return answer(ProblemDetails.of(500, sentence)).build();
  }

  /**
   * Ours: what a client's body fails with is a {@link ChunkedBodies.BrokenException}. Left to
   * itself, the HTTP library takes it for a client that has gone, and says nothing in the log.
   */
  @ServerExceptionMapper
  Response unreadable(IOException unreadable, RoutingContext request) {
    if (request.response().closed()) {
      return answer(ProblemDetails.of(503, LEFT)).build();
    }
    return fault(unreadable);
  }

  @ServerExceptionMapper
  Response fault(Throwable fault) {
    node.observer().on(new Event.Failed(FailurePlace.API, fault));
    return answer(ProblemDetails.of(500, FAULT)).build();
  }

  /** What a refusal of the HTTP library means. */
  static String sentence(int status) {
    return switch (status) {
      case 400 ->
          "This is not a well-formed request: see that it has one header Host with a host name, and"
              + " a path and parameters in UTF-8, percent-encoded.";
      case 404 -> "There is nothing at this path.";
      case 405 -> "This path has no such method: the header Allow says which it has.";
      case 406 -> "The answer has no form that your Accept header allows: it is JSON.";
      case 413 -> "The body is too large.";
      case 415 -> "Send JSON, with the header Content-Type: application/json.";
      default -> "The request cannot be done.";
    };
  }

  /** Where in the body; never what stands there, which may be a password. */
  private static String position(JacksonException broken) {
    var at = broken.getLocation();
    return at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String describe(Class<?> type) {
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (java.util.Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == byte[].class) {
      return "base64";
    }
    return type == String.class ? "a string" : "an object";
  }

  private static Response.ResponseBuilder answer(ProblemDetails details) {
    return Response.status(details.status()).type(ProblemDetails.MEDIA_TYPE).entity(details);
  }
}
