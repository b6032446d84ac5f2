package io.mailhelm.smtp.api.http;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.CannotListenException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens the mail API beside Quarkus' own server, which is the management API. The mail API's
 * requests are handed to the same router, so that Quarkus' limits and routing apply to them too.
 */
@ApplicationScoped
class ApiPorts implements BoundPorts {
  private static final int BIND_SECONDS = 10;

  private final ApiContext node;
  private final Vertx vertx;
  private final io.quarkus.vertx.http.HttpServer quarkus;
  private final ApiConnections connections;
  private volatile HttpServer mailApiServer;

  ApiPorts(
      ApiContext node,
      Vertx vertx,
      io.quarkus.vertx.http.HttpServer quarkus,
      ApiConnections connections) {
    this.connections = connections;
    this.node = node;
    this.vertx = vertx;
    this.quarkus = quarkus;
  }

  void open(@Observes StartupEvent event) {
    mailApiServer = listen(node.mailApi(), this::enter);
    connections.watch();
  }

  /** Until both sides are known, a request's port would not tell which API it is for. */
  private void enter(HttpServerRequest request) {
    var quarkusDoor = VertxHttpRecorder.getRootHandler();
    if (mailApiServer == null || quarkusDoor == null) {
      request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    } else {
      quarkusDoor.handle(request);
    }
  }

  void close(@Observes ShutdownEvent event) {
    if (mailApiServer != null) {
      mailApiServer.close();
    }
  }

  /** Which API a request came to, by the port it came to. */
  Api of(HttpServerRequest request) {
    return request.localAddress().port() == mailApi() ? Api.MAIL_API : Api.MANAGEMENT;
  }

  @Override
  public int management() {
    return quarkus.getPort();
  }

  @Override
  public int mailApi() {
    return mailApiServer == null ? -1 : mailApiServer.actualPort();
  }

  private HttpServer listen(HttpEndpoint endpoint, Handler<HttpServerRequest> handler) {
    var options =
        new HttpServerOptions()
            .setHost(endpoint.address())
            .setPort(endpoint.port())
            .setIdleTimeout(60)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    Http1.only(options);
    node.access().keys().ifPresent(keys -> ManagementTls.with(keys, options));
    try {
      return vertx
          .createHttpServer(options)
          .requestHandler(handler)
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get(BIND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CannotListenException.of("mail API", endpoint, e);
    } catch (ExecutionException e) {
      throw CannotListenException.of("mail API", endpoint, e.getCause());
    } catch (TimeoutException e) {
      throw CannotListenException.of("mail API", endpoint, e);
    }
  }
}
