package io.mailhelm.operator.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands between an operator and the API server, and decides what becomes of each request. The
 * operator is to the API server who the gate is.
 */
final class Gate implements AutoCloseable {
  private static final String TOO_MANY_REQUESTS =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 429,
       "reason": "TooManyRequests", "message": "later", "details": {"retryAfterSeconds": 1}}
      """;
  private static final String CONFLICT =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 409,
       "reason": "Conflict", "message": "somebody else was faster"}
      """;

  private static final String FORBIDDEN =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "reason": "Forbidden",
       "message": "forbidden: User \\"operator\\" cannot do this to resource \\"things\\" in API group \\"\\" in the namespace \\"mail\\""}
      """;

  private final Config upstream;
  private final HttpClient client;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
  private volatile Function<Asked, Fate> rule = any -> Fate.PASSES;

  /** What becomes of a request. */
  enum Fate {
    PASSES,
    /** It never gets there: the connection ends. */
    IS_LOST,
    /** It gets there and is done, and nobody hears of it: the connection ends. */
    ANSWER_IS_LOST,
    /** 429, with Retry-After. */
    IS_TOO_MUCH,
    /** 409. */
    CONFLICTS,
    /** 403, as one without the right is told. */
    IS_FORBIDDEN
  }

  /**
   * A request.
   *
   * @param path with the query
   * @param accept what it takes for an answer
   */
  record Asked(String method, String path, String accept) {
    boolean isWrite() {
      return !method.equals("GET");
    }
  }

  /**
   * @param upstream how it connects
   */
  Gate(Config upstream) {
    this.upstream = upstream;
    try {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(upstream))
              .build();
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** How an operator connects to it. */
  Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
        .withOnlyHttpWatches(true)
        .build();
  }

  /** What becomes of requests from now on. */
  void rule(Function<Asked, Fate> now) {
    rule = now;
  }

  /** Every request is lost from now on, and every watch that is open ends. */
  void shut() {
    rule = any -> Fate.IS_LOST;
    open.forEach(Gate::end);
  }

  @Override
  public void close() {
    shut();
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    // An exchange that is closed before it was answered takes the connection with it.
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var asked =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), ""));
      if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        // It speaks no WebSocket: a client then watches as it reads.
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      switch (rule.apply(asked)) {
        case IS_LOST -> {}
        case IS_TOO_MUCH -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          answer(exchange, 429, TOO_MANY_REQUESTS);
        }
        case CONFLICTS -> answer(exchange, 409, CONFLICT);
        case IS_FORBIDDEN -> answer(exchange, 403, FORBIDDEN);
        case ANSWER_IS_LOST -> forward(exchange, asked, body).body().readAllBytes();
        case PASSES -> pass(forward(exchange, asked, body), exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<InputStream> forward(HttpExchange exchange, Asked asked, byte[] body)
      throws IOException, InterruptedException {
    var master = upstream.getMasterUrl().replaceAll("/$", "");
    var request =
        HttpRequest.newBuilder(URI.create(master + asked.path()))
            .method(
                asked.method(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    for (var name : new String[] {"Accept", "Content-Type"}) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    Optional.ofNullable(upstream.getOauthToken())
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  private void pass(HttpResponse<InputStream> answer, HttpExchange exchange) throws IOException {
    var from = answer.body();
    open.add(from);
    try (from) {
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), 0);
      var to = exchange.getResponseBody();
      // A watch never ends, and each of its events is waited for.
      to.flush();
      var buffer = new byte[1 << 16];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
      to.close();
    } finally {
      open.remove(from);
    }
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void end(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
