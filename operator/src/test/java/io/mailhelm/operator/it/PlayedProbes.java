package io.mailhelm.operator.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** {@code GET /readyz} of a server that takes no mail. */
final class PlayedProbes implements AutoCloseable {
  private final HttpServer server;

  /**
   * @param why no mail is taken
   */
  PlayedProbes(String address, int port, String why) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(address + ":" + port, e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/readyz",
        exchange -> {
          try (exchange) {
            var body = (why + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
