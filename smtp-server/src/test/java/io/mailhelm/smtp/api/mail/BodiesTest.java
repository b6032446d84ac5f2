package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a body may hold. Each refusal says what to do, and gives back the memory it drew. */
@QuarkusTest
class BodiesTest {
  private static final String SEND = "/api/email/send";

  @Inject BoundPorts ports;
  @Inject ApiContext node;
  @Inject FakeSubmissions submissions;

  private ApiClient operator;

  @BeforeEach
  void connect() {
    operator = ApiClient.operator(ports.mailApi());
  }

  private void refused(int status, String path, String body, String words) {
    var answer = operator.post(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("detail").asText()).contains(words);
    Awaitility.await().until(() -> node.inTransit().drawn() == 0);
  }

  @Test
  void recipientsAreCountedBeforeTheyAreRead() {
    var many = "\"a@x.example\",".repeat(5_000);
    refused(422, SEND, "{\"to\":[" + many + "\"a@x.example\"],\"text\":\"x\"}", "100 addresses");
    var listed = "a@x.example,".repeat(80);
    refused(
        422,
        SEND,
        "{\"to\":[\"%s\",\"%s\"],\"text\":\"x\"}".formatted(listed, listed),
        "100 addresses");
  }

  @Test
  void aBodyHasSoManyValuesAndLevels() {
    refused(413, SEND, "{\"to\":[" + "\"a\",".repeat(300_000) + "\"a\"]}", "values");
    refused(413, SEND, "{\"data\":" + "[".repeat(60) + "]".repeat(60) + "}", "levels");
    refused(413, SEND, "{\"to\":\"a@x.example\",\"html\":\"" + "a".repeat(5 << 20) + "\"}", "text");
  }

  @Test
  void onlyMessagesAreLarge() {
    refused(413, "/api/email/send-otp", "{\"to\":\"" + "a".repeat(2 << 20) + "\"}", "bytes");
  }

  @Test
  void aLargeAttachmentIsTaken() {
    var answer =
        operator.post(
            SEND,
            "{\"to\":\"a@x.example\",\"text\":\"x\",\"attachments\":[{\"filename\":\"a\",\"content\":\""
                + "QUJD".repeat(6 << 20)
                + "\"}]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(submissions.last().message().length).isGreaterThan(24 << 20);
    Awaitility.await().until(() -> node.inTransit().drawn() == 0);
  }

  @Test
  void base64MayHaveLineEndsAndNoPadding() {
    for (var content : new String[] {"aGVs\\nbG8=", "aGVs\\r\\nbG8", "aGVsbG8="}) {
      assertThat(operator.post(SEND, attached(content)).status()).as(content).isEqualTo(202);
    }
    refused(422, SEND, attached("a*b="), "base64");
  }

  private static String attached(String content) {
    return "{\"to\":\"a@x.example\",\"text\":\"x\",\"attachments\":[{\"filename\":\"a\",\"content\":\""
        + content
        + "\"}]}";
  }
}
