package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator's port of probes and metrics: what it takes, and how many may stay. */
class OperatorPortIT {
  private static final String GET = "GET /q/health/live HTTP/1.1\r\nHost: operator\r\n";
  private static final int MAX_CONNECTIONS = 256;
  private static final int PATIENCE_MILLIS = 60_000;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final ChartRights rights = new ChartRights();
  private OperatorProcess operator;

  @BeforeEach
  void start() {
    rights.grant(api, "operator");
    operator = new OperatorProcess(api, api.configOf("operator"), "operator");
    await().until(this::answers);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  private boolean answers() {
    try {
      return firstLine(GET + "\r\n").contains("200");
    } catch (IOException e) {
      return false; // it does not listen yet, or turns this one away
    }
  }

  private Socket open() throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), operator.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private String firstLine(String request) throws IOException {
    try (var socket = open()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; ) {
        line.append((char) c);
        c = socket.getInputStream().read();
      }
      return line.toString();
    }
  }

  @Test
  void refusesLongHeadersBodiesAndHttp2() throws IOException {
    assertThat(firstLine(GET + "X-Fits: " + "x".repeat(4_000) + "\r\n\r\n")).contains(" 200 ");
    assertThat(firstLine(GET + "X-Long: " + "x".repeat(9_000) + "\r\n\r\n")).contains(" 431 ");

    var post = "POST /q/health/live HTTP/1.1\r\nHost: operator\r\nContent-Length: ";
    assertThat(firstLine(post + "2000\r\n\r\n" + "x".repeat(2_000))).contains(" 413 ");

    var upgrade =
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
    assertThat(firstLine(GET + upgrade + "\r\n")).contains(" 200 ");
    assertThat(firstLine("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).doesNotContain(" 200 ");
  }

  @Test
  void endsAConnectionThatSaysNothing() throws IOException {
    try (var idle = open()) {
      assertThat(idle.getInputStream().read()).isNegative();
    }
  }

  @Test
  void servesNoMoreThanSoManyAtOnce() throws IOException {
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < MAX_CONNECTIONS; i++) {
        var socket = open();
        held.add(socket);
        socket.getOutputStream().write((GET + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).as("connection %d", i + 1).isEqualTo('H');
      }
      assertThat(answers()).as("one too many").isFalse();
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
    await().until(this::answers);
  }
}
