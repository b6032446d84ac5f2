package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever tries a method that a path does not have is told of those it has. */
@QuarkusTest
class AllowedMethodsTest {
  @Inject BoundPorts ports;

  private static ApiClient.Answer ask(int port, String method, String path) {
    var client = ApiClient.operator(port);
    return client.send(client.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /users                       | GET, HEAD, OPTIONS, POST
          /users/alice@example.test    | DELETE, OPTIONS
          /inbox                       | DELETE, GET, HEAD, OPTIONS
          /inbox/01J/raw               | GET, HEAD, OPTIONS
          /queue/a%2Fb/retry           | OPTIONS, POST
          """)
  void arePathByPath(String path, String methods) {
    var refused = ask(ports.management(), "PUT", path);
    assertThat(refused.status()).as(refused.body()).isEqualTo(405);
    assertThat(refused.header("Allow")).isEqualTo(methods);
    assertThat(ask(ports.management(), "OPTIONS", path).header("Allow")).isEqualTo(methods);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/email/send          | OPTIONS, POST
          /api/email/queue/x       | DELETE, GET, HEAD, OPTIONS
          """)
  void areThereOnThePortOfApplications(String path, String methods) {
    assertThat(ask(ports.mailApi(), "PATCH", path).header("Allow")).isEqualTo(methods);
  }

  @Test
  void aParameterThatCannotBeIsNoMatterOfMethods() {
    var refused = ask(ports.management(), "GET", "/inbox/01J/attachments/first");
    assertThat(refused.status()).as(refused.body()).isEqualTo(404);
    assertThat(refused.header("Allow")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/nothing", "/users/a/b"})
  void areNoneWhereNothingIs(String path) {
    var refused = ask(ports.management(), "PUT", path);
    assertThat(refused.status()).as(refused.body()).isEqualTo(404);
    assertThat(refused.header("Allow")).isEmpty();
  }
}
