package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with a request, the answer has the form of ours and never the HTTP library's.
 */
@QuarkusTest
class ForeignErrorsTest {
  @Inject BoundPorts ports;

  private String ask(int port, String request) throws IOException {
    try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(30_000);
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String authorization() {
    return ApiClient.operator(0).authorization().orElseThrow();
  }

  private void assertOurs(int status, String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .contains("\"status\":" + status)
        .doesNotContain("Error id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host: a:999999\r\n", "Host: a b%\r\n", "Host: a\r\nHost: b\r\n"})
  void aRequestHasOneHost(String host) throws IOException {
    for (int port : new int[] {ports.management(), ports.mailApi()}) {
      var answer = ask(port, "GET /openapi HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");
      assertOurs(400, answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/inbox?from=%ff", "/inbox?from=%ed%a0%80", "/suppressions/%ed%a0%80@x.test"})
  void aPathAndItsParametersArePercentEncodedUtf8(String target) throws IOException {
    var answer =
        ask(
            ports.management(),
            "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
                .formatted(target, authorization()));
    assertOurs(400, answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"username\":\"b\\ud800b@example.test\",\"password\":\"p\"}",
        "{\"username\":\"b@example.test\",\"password\":\"p\\udc00\\ud800\"}"
      })
  void halfOfASurrogatePairIsNoText(String json) {
    var answer = ApiClient.operator(ports.management()).post("/users", json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).contains("surrogate pair");
    assertThat(answer.json().get("field").asText()).isIn("username", "password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"to\":\"b\\ud800b@p1.test\",\"text\":\"t\"}",
        "{\"to\":[\"b@p1.test\"],\"text\":\"t\",\"headers\":{\"X-A\":\"\\ud800\"}}"
      })
  void norIsItInAMessage(String json) {
    var answer = ApiClient.operator(ports.mailApi()).post("/api/email/send", json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).contains("surrogate pair");
  }
}
