package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send JSON without its length are served, within the same bounds. */
@QuarkusTest
class ChunkedBodiesTest {
  private static final int CHUNK = 64 << 10;

  @Inject BoundPorts ports;
  @Inject ApiContext node;
  @Inject FakeSubmissions submissions;

  @AfterEach
  void allIsGivenBack() {
    await().until(() -> node.inTransit().drawn() == 0);
  }

  private ApiClient.Answer send(String json) {
    var client = ApiClient.operator(ports.mailApi());
    var octets = json.getBytes(StandardCharsets.UTF_8);
    return client.send(
        client
            .request("/api/email/send")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets))));
  }

  /** A connection on which a body in chunks has begun. */
  private Socket begin(int port, String path) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    say(
        socket,
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(path, ApiClient.operator(0).authorization().orElseThrow()));
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String chunk(String text) {
    return "%x\r\n%s\r\n".formatted(text.length(), text);
  }

  @Test
  void aMessageIsTaken() {
    var answer =
        send(
            "{\"from\":\"alice@example.test\",\"to\":\"bob@example.test\",\"subject\":\"s\",\"text\":\"%s\"}"
                .formatted("many words ".repeat(50_000)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(new String(submissions.last().message(), StandardCharsets.US_ASCII))
        .contains("many words");
  }

  /** Trailer fields behind the last chunk are legal (RFC 9112 §7.1.2). */
  @Test
  void trailerFieldsChangeNothing() throws IOException {
    try (var client = begin(ports.mailApi(), "/api/email/send")) {
      say(client, chunk("{\"from\":\"alice@example.test\",\"to\":\"bob@example.test\","));
      say(client, chunk("\"subject\":\"s\",\"text\":\"t\"}") + "0\r\nX-Sum: 1\r\n\r\n");
      var answer = new byte[17];
      assertThat(client.getInputStream().readNBytes(answer, 0, answer.length)).isPositive();
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 202 Acce");
    }
  }

  @Test
  void whatIsNoJsonIsSaidToBeNone() {
    assertThat(send("{").status()).isEqualTo(400);
    assertThat(send("{\"nothing\":1}").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n",
        "2\n{}\r\n",
        "80000000\r\n",
        "2\r\n{}\r\nzz\r\n",
        "2\r\n{}0\r\n\r\n",
        "2\r\n{}\r\n0\r\nbad trailer\0: x\r\n\r\n"
      })
  void aChunkThatIsNoneIsTheClientsFault(String body) throws IOException {
    double before = failures();
    try (var client = begin(ports.mailApi(), "/api/email/send")) {
      say(client, body);
      var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("content-type: application/problem+json")
          .containsIgnoringCase("connection: close")
          .contains("\"status\":400");
    }
    await().until(() -> node.inTransit().drawn() == 0);
    assertThat(failures()).isEqualTo(before);
  }

  /** As one whose program ends does: there is nobody to answer, and no fault of this server. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a", "Content-Length: 9\r\n\r\n{\"a"})
  void whoResetsItsConnectionIsNoFaultOfOurs(String body) throws IOException {
    double before = failures();
    double ended = Requests.ended(node);
    for (int i = 0; i < 8; i++) {
      try (var client = new Socket(InetAddress.getLoopbackAddress(), ports.mailApi())) {
        say(
            client,
            "POST /api/email/send HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\n%s"
                .formatted(ApiClient.operator(0).authorization().orElseThrow(), body));
        await().until(() -> node.inTransit().drawn() > 0);
        client.setSoLinger(true, 0);
      }
      await().until(() -> node.inTransit().drawn() == 0);
    }
    await().until(() -> Requests.ended(node) >= ended + 8);
    assertThat(failures()).isEqualTo(before);
  }

  private double failures() {
    return node.metrics()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("mailhelm_failures_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void moreThanABodyMayHaveIsNotReadOn() throws IOException {
    try (var client = begin(ports.management(), "/users")) {
      say(client, chunk("{\"email\":\""));
      for (long sent = 0; sent <= BodyLimit.SMALL; sent += CHUNK) {
        say(client, chunk("x".repeat(CHUNK)));
      }
      var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("connection: close")
          .contains("at most " + BodyLimit.SMALL + " bytes");
    }
  }

  /** It is met inside the reader of base64, which has words of its own for what goes wrong. */
  @Test
  void moreThanAMessageMayHaveIsSaidInsideAnAttachmentToo() throws IOException {
    long most = BodyLimit.of(node.live().current().config().server().limits());
    try (var client = begin(ports.mailApi(), "/api/email/send")) {
      say(client, chunk("{\"to\":\"bob@example.test\",\"attachments\":[{\"content\":\""));
      var part = chunk("A".repeat(CHUNK));
      for (long sent = 0; sent <= most; sent += CHUNK) {
        say(client, part);
      }
      var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("connection: close")
          .contains("at most " + most + " bytes");
    }
  }

  @Test
  void memoryIsDrawnAsItComes() throws IOException {
    try (var client = begin(ports.mailApi(), "/api/email/send")) {
      say(client, chunk("{\"text\":\""));
      await().until(() -> node.inTransit().drawn() > 0);
      assertThat(node.inTransit().drawn()).isLessThan(CHUNK);
      for (int i = 0; i < 16; i++) {
        say(client, chunk("x".repeat(CHUNK)));
      }
      await().until(() -> node.inTransit().drawn() > 15 * CHUNK);
    }
  }
}
