package io.mailhelm.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server on loopback that holds no objects. It is enough to start the operator against. */
final class EmptyApiServer implements AutoCloseable {
  private static final String VERSION =
      """
      {"major": "1", "minor": "35", "gitVersion": "v1.35.0"}
      """;
  private static final String NOTHING =
      """
      {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": "1"}, "items": []}
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  EmptyApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", EmptyApiServer::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Makes the operator that starts now use it, without a need for an image or a namespace. */
  void use() {
    System.setProperty("kubernetes.master", "http://127.0.0.1:" + server.getAddress().getPort());
    System.setProperty("quarkus.http.port", "0");
    System.setProperty("mailhelm.server.image", "rehearsal");
    System.setProperty("pod.namespace", "rehearsal");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    if (query != null && query.contains("watch=true")) {
      // Nothing ever happens; the connection ends with the server.
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      return;
    }
    var text = exchange.getRequestURI().getPath().equals("/version") ? VERSION : NOTHING;
    var octets = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, octets.length);
    try (var body = exchange.getResponseBody()) {
      body.write(octets);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
