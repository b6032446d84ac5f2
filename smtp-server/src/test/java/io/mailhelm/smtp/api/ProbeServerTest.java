package io.mailhelm.smtp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeServerTest {
  private final AtomicReference<String> unready = new AtomicReference<>("");
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final ProbeServer server = open(0);
  private final ApiClient client = ApiClient.anonymous(server.port());

  private ProbeServer open(int port) {
    return ProbeServer.open(
        new HttpEndpoint("127.0.0.1", port, List.of()),
        unready::get,
        new Metrics(Nodes.CLOCK),
        events::add);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void probesNeedNoCredentialsAndSayWhyNotReady() {
    assertThat(client.get("/livez").status()).isEqualTo(200);
    assertThat(client.get("/readyz").status()).isEqualTo(200);

    unready.set("waiting for the config: shard 12 is missing");

    assertThat(client.get("/livez").status()).isEqualTo(200);
    assertThat(client.get("/readyz").status()).isEqualTo(503);
    assertThat(client.get("/readyz").body()).contains("shard 12 is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/inbox", "/health", "/api/email/send", "/openapi", "/", "/livez/x"})
  void thereIsNothingElse(String path) {
    assertThat(ApiClient.operator(server.port()).get(path).status()).isEqualTo(404);
  }

  @Test
  void onlyReadingIsPossible() {
    var answer = client.body("POST", "/readyz", "text/plain", "x");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    var head =
        client.send(client.request("/livez").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void metricsAreInPrometheusForm() {
    var answer = client.get("/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.body()).contains("mailhelm_config_age_seconds");
  }

  /** Four times what there is room for, from the address that the good client comes from too. */
  @Test
  void whoHoldsConnectionsWithoutAskingLosesThem() throws IOException {
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 4 * ProbeServer.MOST + 14; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
        held.add(socket);
        if (i % 20 == 0) {
          assertThat(client.get("/livez").status()).isEqualTo(200);
        }
      }
      assertThat(client.get("/livez").status()).isEqualTo(200);
      assertThat(client.get("/metrics").status()).isEqualTo(200);
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
    assertThat(events).isEmpty();
  }

  @Test
  void aRequestThatIsLateIsToldSo() throws IOException {
    try (var silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var halfway = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var goesOn = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      silent.setSoTimeout(30_000);
      goesOn.setSoTimeout(30_000);
      goesOn.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      halfway.setSoTimeout(30_000);
      halfway.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(halfway.getInputStream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1 408 Request Timeout\r\n")
          .contains("Connection: close", "send it again");
      assertThat(silent.getInputStream().readAllBytes()).isEmpty();

      assertThat(goesOn.getInputStream().read()).isEqualTo('H');
      goesOn.getOutputStream().write("TP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      goesOn.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(goesOn.getInputStream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .as("what it still sends does not take the answer from it")
          .startsWith("TTP/1.1 408 Request Timeout\r\n")
          .contains("send it again");
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    assertThatThrownBy(() -> open(server.port()))
        .isInstanceOf(CannotListenException.class)
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("choose another");
  }
}
