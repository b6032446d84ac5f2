package io.mailhelm.smtp.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HostileVisitorsTest {
  private static final String HOST = "autodiscover.example.com";
  private static final String PATH = "/autodiscover/autodiscover.xml";

  private static ServedWeb web() {
    return new ServedWeb(ServedWeb.config(Mode.Testing));
  }

  @Test
  void refusesAHeaderThatIsTooLarge() throws IOException {
    try (var web = web()) {
      var got =
          web.visitor()
              .ask(HOST, "GET / HTTP/1.1\r\nHost: " + HOST + "\r\nX: " + "x".repeat(100_000));
      assertThat(got.status()).isEqualTo(431);
    }
  }

  @Test
  void refusesABodyThatIsTooLargeBeforeItComes() throws IOException {
    try (var web = web()) {
      var head =
          "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 10485760\r\n\r\n".formatted(PATH, HOST);
      assertThat(web.visitor().ask(HOST, head).status()).isEqualTo(413);
      try (var socket = web.visitor().connect(HOST)) {
        var answer = CompletableFuture.supplyAsync(() -> answer(socket));
        try {
          socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; i < 640; i++) {
            socket.getOutputStream().write(new byte[16 << 10]);
          }
        } catch (IOException e) {
          assertThat(e).as("the server stopped listening").isNotNull();
        }
        assertThat(answer.join())
            .satisfiesAnyOf(
                text -> assertThat(text).startsWith("HTTP/1.1 413"),
                text -> assertThat(text).isEqualTo("reset"));
      }
    }
  }

  private static String answer(Socket socket) {
    try {
      return Visitor.all(socket);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("it is still waited for", e);
    } catch (IOException e) {
      return "reset";
    }
  }

  @Test
  void wantsALengthOfABody() throws IOException {
    try (var web = web()) {
      var got =
          web.visitor()
              .ask(
                  HOST,
                  "POST %s HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                      .formatted(PATH, HOST));
      assertThat(got.status()).isEqualTo(411);
    }
  }

  @Test
  void tellsAClientThatAsksFirstToGoOn() throws IOException {
    try (var web = web();
        var socket = web.visitor().connect(HOST)) {
      var out = socket.getOutputStream();
      out.write(
          "POST %s HTTP/1.1\r\nHost: %s\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
              .formatted(PATH, HOST)
              .getBytes(StandardCharsets.US_ASCII));
      var first = new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII);
      assertThat(first).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      out.write("hello".getBytes(StandardCharsets.US_ASCII));
      assertThat(Visitor.all(socket)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void refusesMalformedRequests() throws IOException {
    try (var web = web()) {
      var malformed =
          List.of(
              "hello\r\n\r\n",
              "GET /\r\n\r\n",
              "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET / HTTP/1.1\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
              "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
              "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: x\r\nX: \u0001\r\n\r\n",
              "GET x HTTP/1.1\r\nHost: x\r\n\r\n",
              "\r\n\r\n");
      for (var request : malformed) {
        var got = web.visitor().ask(HOST, request);
        assertThat(got.status()).as(request).isEqualTo(400);
        assertThat(got.head()).contains("Content-Type: text/plain");
      }
      assertThat(web.visitor().ask(HOST, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status())
          .isEqualTo(505);
      assertThat(web.events).noneMatch(Event.Failed.class::isInstance);
    }
  }

  @Test
  void endsWithWhoeverIsSlow() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing), Duration.ofMillis(700));
        var silent = new Socket(InetAddress.getLoopbackAddress(), web.port());
        var halfway = web.visitor().connect(HOST)) {
      silent.setSoTimeout(10_000);
      halfway.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(silent)).as("an alert of TLS at most").doesNotContain("HTTP");
      assertThat(answer(halfway)).startsWith("HTTP/1.1 408 Request Timeout\r\n");
    }
  }

  @Test
  void takesNoWordsInClear() throws IOException {
    try (var web = web();
        var socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(socket)).doesNotContain("HTTP");
      assertThat(web.events).noneMatch(Event.Failed.class::isInstance);
    }
  }

  @Test
  void letsAnAddressHaveSoManyConnectionsAndNoMore() throws IOException {
    var sockets = new ArrayList<Socket>();
    try (var web = web()) {
      for (int i = 0; i <= HttpLimits.DEFAULT.connectionsPerAddress(); i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), web.port()));
      }
      Awaitility.await()
          .untilAsserted(() -> assertThat(web.events).anyMatch(Event.Refused.class::isInstance));
      // the longest idle of them made room
      assertThat(answer(sockets.getFirst())).isIn("", "reset");
      assertThat(web.visitor().get(HOST, "/").status()).isEqualTo(404);
      for (var socket : sockets) {
        socket.close();
      }
      Awaitility.await("room again")
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(web.visitor().get(HOST, "/").status()).isEqualTo(404));
    }
  }
}
