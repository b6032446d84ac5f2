package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DrainResourceTest {
  private static final String MAIL =
      "{\"from\":\"alice@example.test\",\"to\":\"bob@example.test\",\"subject\":\"x\",\"text\":\"y\"}";

  @Inject BoundPorts ports;
  @Inject ApiContext node;

  @AfterEach
  void resume() {
    node.intake().resume();
  }

  @Test
  void takesNoNewMailUntilItIsResumed() {
    var operator = ApiClient.operator(ports.management());
    assertThat(operator.get("/drain").json().get("draining").asBoolean()).isFalse();

    var begun = operator.post("/drain");
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.json().get("draining").asBoolean()).isTrue();
    assertThat(begun.json().get("connections").asInt()).isEqualTo(3);
    assertThat(operator.get("/health").status()).isEqualTo(503);
    var sent = ApiClient.operator(ports.mailApi()).post("/api/email/send", MAIL);
    assertThat(sent.status()).isEqualTo(503);
    assertThat(sent.body()).contains("drained");

    assertThat(operator.delete("/drain").json().get("draining").asBoolean()).isFalse();
    assertThat(ApiClient.operator(ports.mailApi()).post("/api/email/send", MAIL).status())
        .isEqualTo(202);
  }

  @Test
  void isForWhoRunsTheServer() {
    assertThat(ApiClient.user(ports.management(), "alice@example.test").post("/drain").status())
        .isEqualTo(403);
    assertThat(node.intake().isPaused()).isFalse();
  }
}
