package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiPortsTest {
  @Inject BoundPorts ports;

  @Test
  void everyServerHasAPortOfItsOwn() {
    assertThat(ports.management()).isPositive().isNotEqualTo(ports.mailApi());
    assertThat(ports.mailApi()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/inbox", "/inbox/1", "/users", "/health", "/config", "/livez", "/metrics"})
  void theMailApiHasNoPathOfAnotherPort(String path) {
    var answer = ApiClient.operator(ports.mailApi()).get(path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/email/send", "/api/email/send-otp"})
  void theManagementApiDoesNotSend(String path) {
    var answer = ApiClient.operator(ports.management()).post(path, "{}");
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void aPathIsJudgedAsItIsServed() {
    var client = ApiClient.operator(ports.mailApi());
    assertThat(client.get("/api/email/../../inbox").status()).isEqualTo(404);
    assertThat(client.get("/api/email/%2e%2e/%2e%2e/inbox").status()).isEqualTo(404);
    assertThat(client.get("//inbox").status()).isEqualTo(404);
  }
}
