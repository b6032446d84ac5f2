package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DevModeTest.Dev.class)
class DevModeTest {
  /** {@code serve --dev}. */
  public static final class Dev implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("test.dev", "true");
    }
  }

  @Inject BoundPorts ports;

  @Test
  void loopbackNeedsNoToken() {
    var client = ApiClient.anonymous(ports.management());
    assertThat(client.get("/inbox").status()).isEqualTo(200);
    assertThat(client.get("/health").json().has("config")).isTrue();
    var sent =
        ApiClient.anonymous(ports.mailApi())
            .post("/api/email/send-otp", "{\"to\":\"a@b.example\",\"otpCode\":\"123456\"}");
    assertThat(sent.status()).isEqualTo(202);
  }

  @Test
  void aWrongTokenIsStillWrong() {
    var client = ApiClient.user(ports.management(), "alice@example.test", "guess");
    assertThat(client.get("/inbox").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost."})
  void aLoopbackHostIsTaken(String host) throws IOException {
    assertThat(statusLine(host + ":" + ports.management(), "")).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "localhost..",
        "192.0.2.1",
        "127.0.0.1.evil.example"
      })
  void anyOtherHostIsRefused(String host) throws IOException {
    assertThat(statusLine(host + ":" + ports.management(), "")).contains(" 403 ");
  }

  @Test
  void aForeignPageIsRefused() throws IOException {
    assertThat(statusLine("localhost:" + ports.management(), "Origin: https://evil.example\r\n"))
        .contains(" 403 ");
  }

  /** The JDK's client writes Host itself. */
  private String statusLine(String host, String headers) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.management())) {
      var request = "GET /inbox HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new byte[64];
      var count = socket.getInputStream().readNBytes(answer, 0, answer.length);
      return new String(answer, 0, count, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
    }
  }
}
