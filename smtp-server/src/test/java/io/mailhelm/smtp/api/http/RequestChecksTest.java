package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Cidr;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.Nodes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RequestChecksTest {
  @Inject BoundPorts ports;
  @Inject ApiContext node;

  @AfterEach
  void allowEverybody() {
    node.live().offer(Nodes.config(List.of()), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/inbox", "/inbox/1", "/inbox/1/raw", "/users", "/config", "/openapi"})
  void nothingButHealthIsShownWithoutCredentials(String path) {
    var answer = ApiClient.anonymous(ports.management()).get(path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).contains("Bearer", "Basic");
    assertThat(answer.json().get("status").asInt()).isEqualTo(401);
  }

  @Test
  void nobodySendsWithoutCredentials() {
    var mail = ApiClient.anonymous(ports.mailApi());
    assertThat(mail.post("/api/email/send", "{}").status()).isEqualTo(401);
    assertThat(mail.get("/openapi").status()).isEqualTo(401);
  }

  @Test
  void aWrongTokenOrPasswordIs401() {
    var port = ports.management();
    var wrong = new ApiClient(port, java.util.Optional.of("Bearer a-token-for-tests-onl"));
    assertThat(wrong.get("/inbox").status()).isEqualTo(401);
    assertThat(ApiClient.user(port, "alice@example.test", "guess").get("/inbox").status())
        .isEqualTo(401);
    var strange = new ApiClient(port, java.util.Optional.of("Digest x"));
    assertThat(strange.get("/inbox").status()).isEqualTo(401);
    var noBase64 = new ApiClient(port, java.util.Optional.of("Basic %%%"));
    assertThat(noBase64.get("/inbox").status()).isEqualTo(401);
    assertThat(wrong.get("/health").status()).isEqualTo(401);
  }

  @Test
  void aSuspendedUserIs403AndAThrottledOne429() {
    var port = ports.management();
    assertThat(ApiClient.user(port, "sam@example.test").get("/inbox").status()).isEqualTo(403);
    var throttled = ApiClient.user(port, "busy@example.test").get("/inbox");
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("Retry-After")).isEqualTo("60");
  }

  @Test
  void theAllowlistCountsOnTopOfTheCredentialsAndFollowsTheConfig() {
    var client = ApiClient.operator(ports.management());
    node.live().offer(Nodes.config(List.of(Cidr.of("192.0.2.0/24"))), List.of());
    assertThat(client.get("/inbox").status()).isEqualTo(403);
    assertThat(ApiClient.anonymous(ports.management()).get("/health").status()).isEqualTo(403);
    assertThat(client.get("/config").status()).isEqualTo(200);
    assertThat(ApiClient.anonymous(ports.management()).get("/config").status()).isEqualTo(401);
    node.live().offer(Nodes.config(List.of(Cidr.of("127.0.0.0/8"))), List.of());
    assertThat(client.get("/inbox").status()).isEqualTo(200);
    assertThat(ApiClient.anonymous(ports.management()).get("/inbox").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://localhost", "http://127.0.0.1:1"})
  void aForeignOriginIsRefused(String origin) {
    var client = ApiClient.operator(ports.management());
    var answer = client.send(client.request("/inbox").header("Origin", origin).GET());
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void itsOwnOriginIsNotForeign() {
    var client = ApiClient.operator(ports.management());
    var own = "http://127.0.0.1:" + ports.management();
    assertThat(client.send(client.request("/inbox").header("Origin", own).GET()).status())
        .isEqualTo(200);
  }

  /** RFC 9110 §15.5.16: nobody here unpacks it. */
  @Test
  void aBodyThatIsCodedIs415() {
    var client = ApiClient.operator(ports.management());
    for (var coding : List.of("gzip", "br", "identity, gzip")) {
      var answer =
          client.send(
              client
                  .request("/users")
                  .header("Content-Type", "application/json")
                  .header("Content-Encoding", coding)
                  .POST(BodyPublishers.ofString("{}")));
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.body()).contains("Content-Encoding");
    }
    var plain =
        client.send(
            client
                .request("/users")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "identity")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(plain.status()).isEqualTo(422);
  }

  @Test
  void aBodyThatIsNotJsonIs415() {
    var client = ApiClient.operator(ports.management());
    assertThat(client.body("POST", "/users", "text/plain", "{}").status()).isEqualTo(415);
    var untyped =
        client.request("/users").POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(client.send(untyped).status()).isEqualTo(415);
  }

  @Test
  void aBodyLargerThanAnyMessageIs413BeforeItIsRead() {
    var client = ApiClient.operator(ports.mailApi());
    var large = "x".repeat(36 << 20);
    var answer = client.post("/api/email/send", large);
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void aBodyThatNoMethodReadsIs400AndNotReadOn() throws IOException {
    for (var announced : List.of("Transfer-Encoding: chunked", "Content-Length: 300000000")) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.management())) {
        socket.setSoTimeout(30_000);
        var head =
            "GET /inbox HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n%s\r\n\r\n"
                .formatted(ApiClient.operator(0).authorization().orElseThrow(), announced);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("has no body here");
      }
    }
  }

  @Test
  void everyErrorIsProblemJson() {
    var client = ApiClient.operator(ports.management());
    for (var answer :
        List.of(
            client.get("/nothing"),
            client.get("/inbox/1/nothing"),
            client.body("PUT", "/inbox", "application/json", "{}"),
            client.post("/users", "{"),
            client.post("/users", "[]"),
            client.get("/inbox?limt=1"))) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
      assertThat(answer.json().get("title").asText()).isNotBlank();
      assertThat(answer.json().get("detail").asText()).isNotBlank();
    }
  }

  @Test
  void anUnknownParameterIs400AndSaysWhatWasMeant() {
    var answer = ApiClient.operator(ports.management()).get("/inbox?captued=true");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).contains("did you mean 'captured'?");
    assertThat(ApiClient.operator(ports.management()).get("/health?x=1").status()).isEqualTo(400);
  }

  @Test
  void aParameterWithoutAValueIs400AndNotAsIfItWereNotThere() {
    var client = ApiClient.operator(ports.management());
    for (var path : List.of("/inbox?user=", "/inbox?user", "/inbox?limit=", "/queue?all")) {
      for (var answer : List.of(client.get(path), client.delete(path))) {
        assertThat(answer.status()).as(path).isEqualTo(400);
      }
    }
    assertThat(client.delete("/inbox?user=").json().get("detail").asText())
        .contains("'user' has no value");
  }

  @Test
  void anUnknownFieldIs422AndSaysWhatWasMeant() {
    var answer =
        ApiClient.operator(ports.management())
            .post("/users", "{\"username\":\"x\",\"pasword\":\"hidden-secret\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("field").asText()).isEqualTo("pasword");
    assertThat(answer.json().get("detail").asText()).contains("did you mean 'password'?");
    assertThat(answer.body()).doesNotContain("hidden-secret");
  }

  @Test
  void brokenJsonIs400AndIsNotRepeated() {
    var answer =
        ApiClient.operator(ports.management())
            .post("/users", "{\"username\":\"x\",\"password\":\"hidden-secret\"");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("hidden-secret");
  }
}
