package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What judges a path and what routes it must see the same path. They normalise it each in its own
 * way (dot segments, semicolons, percent-encoding), so each way of writing a path that one of them
 * may take for another is tried.
 */
@QuarkusTest
class PathsTest {
  @Inject BoundPorts ports;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health;x",
        "/health;x=/../inbox",
        "/health%3Bx",
        "/health/",
        "/health/../inbox",
        "/health/..;/inbox",
        "/health%2F..%2Finbox",
        "/health/%2e%2e/inbox",
        "/health%5C..%5Cinbox",
        "/inbox;/../health",
        "/inbox/../health",
        "/inbox/%2e%2e/health",
        "/inbox/1/..%2F..%2Fhealth",
        "/inbox/..;/health",
        "/config;x/../health",
        "/config/../health",
        "//health",
        "/./health",
      })
  void withoutCredentialsAPathIsHealthOrNothing(String path) {
    var answer = ApiClient.anonymous(ports.management()).get(path);
    if (answer.status() == 200) {
      assertThat(answer.json().has("status")).as(answer.body()).isTrue();
      assertThat(answer.body())
          .isEqualTo(ApiClient.anonymous(ports.management()).get("/health").body());
    } else {
      assertThat(answer.status()).as(answer.body()).isIn(400, 401, 404);
    }
  }

  /** On the port of applications, what is the operator's is not there, with the token neither. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/inbox;/api/email",
        "/api/email/..;/..;/inbox",
        "/api/email;/../../inbox",
        "/api/email/%2e%2e/%2e%2e/inbox",
        "/api/email%2F..%2F..%2Finbox",
        "/api/email/..%2F..%2Finbox",
        "/api/email%5C..%5C..%5Cinbox",
        "/inbox/../api/email",
        "/inbox/../openapi",
        "/config/../openapi",
        "/config;x=/../openapi",
        "//inbox",
        "/./inbox",
      })
  void aPortServesItsOwnPathsHoweverTheyAreWritten(String path) {
    var answer = ApiClient.operator(ports.mailApi()).get(path);
    var openapi = ApiClient.operator(ports.mailApi()).get("/openapi");
    if (answer.status() == 200) {
      assertThat(answer.body()).isEqualTo(openapi.body());
    } else {
      assertThat(answer.status()).as(answer.body()).isIn(400, 404, 405);
    }
  }
}
