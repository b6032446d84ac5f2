package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.Nodes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that does not come whole in time is told so (RFC 9110 §15.5.9). */
@QuarkusTest
class LateRequestsTest {
  @Inject BoundPorts ports;
  @Inject ApiContext node;

  @BeforeEach
  void hasten() {
    offer(new HttpLimits(256, 64, Duration.ofSeconds(1)));
  }

  @AfterEach
  void calm() {
    offer(HttpLimits.DEFAULT);
  }

  private void offer(HttpLimits limits) {
    node.live().offer(Nodes.config(List.of(), limits), List.of());
  }

  /** All that a connection says after these octets, until its end. */
  private static String said(int port, String octets) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private String post(int length) {
    return "POST /api/email/send HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(ApiClient.operator(0).authorization().orElseThrow(), length);
  }

  private static void isTold(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 408 Request Timeout\r\n")
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("\"status\":408", "send it again");
  }

  @Test
  void ofAHead() throws IOException {
    for (int port : List.of(ports.management(), ports.mailApi())) {
      isTold(said(port, "GET /health HTTP/1.1\r\nHost"));
    }
  }

  @Test
  void ofABody() throws IOException {
    isTold(said(ports.mailApi(), post(1_000) + "{\"from\":"));
    await().until(() -> node.inTransit().drawn() == 0);
  }

  @Test
  void whoAsksNothingIsToldNothing() throws IOException {
    assertThat(said(ports.management(), "")).isEmpty();
  }

  @Test
  void whoWasAnsweredAndAsksNoMoreIsToldNothing() throws IOException {
    var answer = said(ports.management(), "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("408");
  }

  @Test
  void aSecondRequestIsToldToo() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.management())) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      out.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var first = new StringBuilder();
      while (first.indexOf("\"UP\"}") < 0) {
        first.append((char) socket.getInputStream().read());
      }
      assertThat(first).startsWith("HTTP/1.1 200");
      out.write("GET /hea".getBytes(StandardCharsets.US_ASCII));
      isTold(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    }
  }
}
