package io.mailhelm.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers in a pod may be anything. */
@Timeout(120)
class WholeAnswerTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/endless", exchange -> endless(exchange, 200));
    server.createContext("/refused", exchange -> endless(exchange, 403));
    server.createContext("/trickling", WholeAnswerTest::trickle);
    server.createContext("/text", exchange -> answer(exchange, "<\u001b]0;title\u0007>"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ManagementClient client(Duration patience) {
    return new ManagementClient(
        new Endpoint(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new ServerAdvice("smtp-0", "", "", "", ""),
        patience);
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      var octets = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  /** Until nobody reads it any more. */
  private static void endless(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    var spaces = " ".repeat(1 << 16).getBytes(UTF_8);
    while (true) {
      exchange.getResponseBody().write(spaces);
    }
  }

  /** An octet now and then, so that no read waits long, until nobody reads them any more. */
  private static void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    var gap = new Semaphore(0);
    while (true) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      try {
        gap.tryAcquire(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Test
  void endsOneThatIsTooLarge() {
    assertThatThrownBy(() -> client(LONG).get("/endless", Map.of()))
        .isInstanceOf(ServerRefusedException.class)
        .hasMessage("smtp-0: its answer is larger than 4194304 octets");
    assertThatThrownBy(() -> client(LONG).get("/refused", Map.of()))
        .isInstanceOf(ServerRefusedException.class)
        .hasMessage("smtp-0: its answer is larger than 4194304 octets");
  }

  @Test
  void endsOneThatTricklesThoughNoReadWaits() {
    assertThatThrownBy(() -> client(SHORT).get("/trickling", Map.of()))
        .isInstanceOf(ServerRefusedException.class)
        .hasMessage("smtp-0: its answer is not complete after 1 s");
  }

  @Test
  void saysThatItIsNoJson() {
    assertThatThrownBy(() -> client(LONG).get("/text", Map.of()))
        .isInstanceOf(ServerRefusedException.class)
        .hasMessageStartingWith("smtp-0: its answer is no JSON: Unexpected character ('<'");
  }
}
