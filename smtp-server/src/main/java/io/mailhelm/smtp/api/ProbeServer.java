package io.mailhelm.smtp.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.threads.EndedThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}, for the kubelet and Prometheus, from the
 * first moment of the process to its last. No credentials are asked, so nothing secret is shown. A
 * server of its own with exactly these paths, on the JDK's HTTP server: it is open long before the
 * APIs are.
 */
public final class ProbeServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int BACKLOG = 64;
  private static final int NO_BODY = -1;

  static {
    // Read once by the JDK's server: seconds a request may take to arrive, and its headers' size.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("jdk.httpserver.maxConnections", "256");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<String> unready;
  private final Metrics metrics;

  private ProbeServer(HttpServer server, Supplier<String> unready, Metrics metrics) {
    this.server = server;
    this.unready = unready;
    this.metrics = metrics;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  /**
   * Opens the port.
   *
   * @param endpoint where; its address is a literal
   * @param unready why no mail can be taken, at the moment of asking; empty: it can
   * @throws CannotListenException when the port cannot be had
   */
  public static ProbeServer open(HttpEndpoint endpoint, Supplier<String> unready, Metrics metrics) {
    try {
      var address = InetAddress.ofLiteral(endpoint.address());
      var server = HttpServer.create(new InetSocketAddress(address, endpoint.port()), BACKLOG);
      var probes = new ProbeServer(server, unready, metrics);
      server.setExecutor(probes.threads);
      server.createContext("/", probes::handle);
      server.start();
      return probes;
    } catch (IOException e) {
      throw CannotListenException.of("server of probes and metrics", endpoint, e);
    }
  }

  /** The port really bound. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange request) throws IOException {
    try (request) {
      var method = request.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        request.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(request, 405, TEXT, "only GET\n");
        return;
      }
      switch (request.getRequestURI().getPath()) {
        case "/livez" -> said(request, EndedThreads.sentence().orElse(""));
        case "/readyz" -> said(request, unready.get());
        case "/metrics" -> answer(request, 200, metrics.contentType(), metrics.scrape());
        case null, default -> answer(request, 404, TEXT, "only /livez, /readyz and /metrics\n");
      }
    }
  }

  /** 503 with the reason, where there is one. */
  private static void said(HttpExchange request, String why) throws IOException {
    if (why.isEmpty()) {
      answer(request, 200, TEXT, "ok\n");
    } else {
      answer(request, 503, TEXT, why + "\n");
    }
  }

  private static void answer(HttpExchange request, int status, String type, String text)
      throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    request.getResponseHeaders().set("Content-Type", type);
    request.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (request.getRequestMethod().equals("HEAD")) {
      request.sendResponseHeaders(status, NO_BODY);
    } else {
      request.sendResponseHeaders(status, body.length);
      request.getResponseBody().write(body);
    }
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
