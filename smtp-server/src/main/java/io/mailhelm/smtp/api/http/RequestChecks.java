package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.observe.Event;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks every request to the two APIs before it is routed and before any of its body is read. In
 * this order: the path is one of this port's; the peer is on the allowlist; no foreign web page
 * sent it; its body has a type and a size that are allowed; its credentials are right.
 *
 * <p>Runs on the event loop; only a password is checked on a thread of its own.
 */
@ApplicationScoped
class RequestChecks {
  /** Before every other filter. */
  private static final int FIRST = 10_000;

  /** Header fields of a request; their octets are bounded by the ports. */
  static final int MOST_FIELDS = 100;

  /** Of a length that a long holds. */
  private static final int MOST_DIGITS = 18;

  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final ApiContext node;
  private final ApiPorts ports;
  private final RequestCredentials credentials;
  private final HeldShares shares;
  private final ProblemWriter answers;
  private final ApiConnections connections;

  RequestChecks(
      ApiContext node,
      ApiPorts ports,
      RequestCredentials credentials,
      HeldShares shares,
      ProblemWriter answers,
      ApiConnections connections) {
    this.connections = connections;
    this.node = node;
    this.ports = ports;
    this.credentials = credentials;
    this.shares = shares;
    this.answers = answers;
  }

  void stand(@Observes Filters filters) {
    filters.register(this::handle, FIRST);
  }

  /**
   * Answers for paths that pass the checks and that nothing serves, and for bodies that Quarkus'
   * own limit cuts.
   */
  void answerForNobody(@Observes Router router) {
    router.errorHandler(404, rc -> answers.refuse(rc, 404, "There is nothing at this path."));
    router.errorHandler(405, rc -> answers.refuse(rc, 405, "This path has no such method."));
    router.errorHandler(413, rc -> answers.refuse(rc, 413, "The body is too large."));
    router.errorHandler(400, rc -> answers.refuse(rc, 400, "This is not a well-formed request."));
    router.errorHandler(500, rc -> answers.refuse(rc, 500, ErrorMapper.FAULT));
    // Before that of Quarkus, which has a form of its own and an ERROR for each.
    router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
  }

  /**
   * Answers for what fails outside of a resource, or before the checks: a request without a Host,
   * for one.
   */
  private void failed(RoutingContext request) {
    harden(request);
    int status = request.statusCode();
    if (status >= 400 && status < 500) {
      answers.refuse(request, status, ErrorMapper.sentence(status));
    } else if (!request.response().closed()) {
      var cause =
          Optional.ofNullable(request.failure())
              .orElseGet(() -> new IllegalStateException("failed with status " + status));
      node.observer().on(new Event.Failed("api", cause));
      answers.refuse(request, 500, ErrorMapper.FAULT);
    }
    if (!request.response().ended()) { // a part of an answer was sent, and is all there is of it
      request.request().connection().close();
    }
  }

  private void handle(RoutingContext request) {
    connections.asked(request);
    var api = ports.of(request.request());
    observe(request, api);
    harden(request);
    try {
      checkFields(request.request());
      RequestTarget.check(request.request().uri());
      checkPath(request, api);
      checkPeer(request, api);
      OriginCheck.check(request.request(), node.access().dev());
      checkBody(request);
      checkBodiless(request.request());
    } catch (ApiException refusal) {
      answers.refuse(request, refusal);
      return;
    }
    credentials.admit(request, api, anonymousMay(request, api), caller -> admit(request, caller));
  }

  /**
   * Memory for the body is drawn before a single octet of it is read, or as it comes where its
   * length is not told ({@link ChunkedBodies}). Not for a client that left during its login: the
   * end of its request was told already, and nobody would give it back.
   */
  private void admit(RoutingContext request, Caller caller) {
    if (request.response().closed() || request.response().ended()) {
      return;
    }
    HeldShares.Holding holding;
    try {
      holding = shares.open(caller, peer(request.request()));
    } catch (ApiException refusal) {
      answers.refuse(request, refusal);
      return;
    }
    connections.whenTaken(request, holding::leave);
    try {
      holding.hold(AnswerMemory.of(request.normalizedPath()));
      var length = request.request().getHeader("Content-Length");
      if (hasBody(request.request()) && length != null) {
        holding.hold(BodyLimit.memory(Long.parseLong(length)));
      }
    } catch (ApiException refusal) {
      answers.refuse(request, refusal);
      return;
    }
    CallerContext.set(request, caller, holding);
    request.next();
  }

  private static void checkFields(HttpServerRequest request) {
    if (request.headers().entries().size() > MOST_FIELDS) {
      throw ApiException.of(431, "A request has at most " + MOST_FIELDS + " header fields here.");
    }
    if (request.headers().getAll("Host").size() > 1) { // RFC 9112 §3.2
      throw ApiException.badRequest("A request has one header Host.");
    }
  }

  private static boolean anonymousMay(RoutingContext request, Api api) {
    return api == Api.MANAGEMENT && request.normalizedPath().equals("/health");
  }

  private void checkPath(RoutingContext request, Api api) {
    if (!api.serves(request.normalizedPath())) {
      throw ApiException.notFound("There is nothing at this path on this port.");
    }
  }

  /**
   * A client that rolls out configs comes from an address that is not known beforehand. It must
   * always be told what runs, or a list that is too narrow could not be corrected; it needs the
   * token all the same.
   */
  private void checkPeer(RoutingContext request, Api api) {
    if (api == Api.MANAGEMENT && isOfConfig(request.normalizedPath())) {
      return;
    }
    var allowed = api.endpoint(node.live().current().config().server()).allowedCidrs();
    var peer = peer(request.request());
    if (!allowed.isEmpty() && allowed.stream().noneMatch(cidr -> cidr.contains(peer))) {
      throw ApiException.forbidden("This API does not take requests from your address.");
    }
  }

  private static boolean isOfConfig(String path) {
    return path.equals("/config") || path.startsWith("/config/");
  }

  /**
   * A web page can make a browser send a body, but not as JSON without asking first (CORS
   * preflight), which nobody here answers.
   */
  private void checkBody(RoutingContext context) {
    var request = context.request();
    if (!hasBody(request)) {
      return;
    }
    var type = request.getHeader("Content-Type");
    if (type == null || !mediaType(type).equals("application/json")) {
      throw ApiException.of(415, "Send JSON, with the header Content-Type: application/json.");
    }
    var length = request.getHeader("Content-Length");
    if (length != null) {
      var limits = node.live().current().config().server().limits();
      long octets = length.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(length);
      BodyLimit.check(octets, context.normalizedPath(), limits);
    }
  }

  /** A body that no method of ours reads would come as long as its sender likes. */
  private static void checkBodiless(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    boolean announced =
        request.getHeader("Transfer-Encoding") != null || length != null && !length.equals("0");
    if (announced && !WITH_BODY.contains(request.method())) {
      throw ApiException.badRequest("A %s request has no body here.".formatted(request.method()));
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    return WITH_BODY.contains(request.method()) && !isBodiless(request);
  }

  /**
   * A POST that says all in its path. A web page elsewhere can send that without asking first, but
   * not without its Origin.
   */
  private static boolean isBodiless(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    // RFC 9112 §6.3
    return length == null
        ? request.getHeader("Transfer-Encoding") == null
            && request.getHeader("Content-Type") == null
        : length.equals("0");
  }

  private static String mediaType(String header) {
    var end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static void harden(RoutingContext request) {
    request
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
        .putHeader("Cache-Control", "no-store");
  }

  private void observe(RoutingContext request, Api api) {
    request.addEndHandler(
        end ->
            node.observer()
                .on(
                    new Event.Answered(
                        api.listener(),
                        request.request().method().name(),
                        request.response().getStatusCode())));
  }

  /** Who is at the other end; Vert.x gives the address as text. */
  static InetAddress peer(HttpServerRequest request) {
    return InetAddress.ofLiteral(request.remoteAddress().hostAddress());
  }
}
