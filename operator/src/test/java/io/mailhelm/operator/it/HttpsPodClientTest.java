package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailhelm.keys.Certificates;
import io.mailhelm.operator.rollout.HttpsPodClient;
import io.mailhelm.operator.rollout.PodClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpsPodClientTest {
  @Test
  @Timeout(30)
  void aPodThatStopsInTheMiddleOfItsAnswerHoldsNobodyUp() throws Exception {
    var over = new CountDownLatch(1);
    asking(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        target -> {
          assertThatThrownBy(() -> new HttpsPodClient().config(target))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("does not answer within");
          over.countDown();
        });
  }

  @Test
  @Timeout(30)
  void nothingIsNoAnswer() throws Exception {
    asking(
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("null".getBytes(StandardCharsets.US_ASCII));
          }
        },
        target -> {
          var client = new HttpsPodClient();
          assertThatThrownBy(() -> client.config(target)).isInstanceOf(IOException.class);
          assertThatThrownBy(() -> client.mailboxes(target, "")).isInstanceOf(IOException.class);
        });
  }

  @Test
  void aSentenceOfAServerIsShort() throws Exception {
    try (var probes = new PlayedProbes("127.0.0.1", 0, "it is drained")) {
      assertThat(unready(probes)).isEqualTo("it is drained\n");
    }
    try (var probes = new PlayedProbes("127.0.0.1", 0, "x".repeat(100_000))) {
      assertThatThrownBy(() -> unready(probes)).isInstanceOf(IOException.class);
    }
  }

  private static String unready(PlayedProbes probes) throws IOException, InterruptedException {
    return new HttpsPodClient().unready("127.0.0.1", probes.port());
  }

  private static void asking(HttpHandler answer, Consumer<PodClient.Target> asks) throws Exception {
    var authority = Certificates.authority("test", Instant.now());
    var pair = Certificates.issue(authority, new TreeSet<>(Set.of("pod")), Instant.now());
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setHttpsConfigurator(new HttpsConfigurator(PlayedServer.tls(pair.secret())));
      server.setExecutor(threads);
      server.createContext("/config", answer);
      server.start();
      asks.accept(
          new PodClient.Target(
              "127.0.0.1", server.getAddress().getPort(), "token", authority.certificate()));
      server.stop(0);
    }
  }
}
