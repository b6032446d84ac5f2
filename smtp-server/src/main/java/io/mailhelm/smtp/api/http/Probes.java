package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.Node;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}, for the kubelet and Prometheus. No
 * credentials are asked, so nothing secret is shown.
 */
@ApplicationScoped
class Probes implements Handler<HttpServerRequest> {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Node node;

  Probes(Node node) {
    this.node = node;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader("Allow", "GET, HEAD");
      answer(request, 405, TEXT, "only GET\n");
      return;
    }
    switch (request.path()) {
      case "/livez" -> answer(request, 200, TEXT, "ok\n");
      case "/readyz" -> offLoop(request, this::ready);
      case "/metrics" -> offLoop(request, this::metrics);
      case null, default -> answer(request, 404, TEXT, "only /livez, /readyz and /metrics\n");
    }
  }

  /** Asking the store may wait for a disk, and a scrape takes its time. */
  private static void offLoop(HttpServerRequest request, Handler<HttpServerRequest> answer) {
    Thread.startVirtualThread(() -> answer.handle(request));
  }

  private void ready(HttpServerRequest request) {
    if (node.acceptsMail()) {
      answer(request, 200, TEXT, "ok\n");
    } else {
      answer(request, 503, TEXT, "not accepting mail: see GET /health of the management API\n");
    }
  }

  private void metrics(HttpServerRequest request) {
    answer(request, 200, node.metrics().contentType(), node.metrics().scrape());
  }

  private static void answer(HttpServerRequest request, int status, String type, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body);
  }
}
