package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiClient.Answer;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyKeyTest {
  private static final String SEND = "/api/email/send";
  private static final String OTP = "/api/email/send-otp";

  @Inject BoundPorts ports;
  @Inject FakeSubmissions submissions;

  @Test
  void theSameRequestTwiceIsOneMessage() {
    var first = send(SEND, "one", "{\"to\":\"a@x.example\",\"text\":\"t\",\"subject\":\"s\"}");
    var again = send(SEND, "one", "{\"subject\":\"s\",\"text\":\"t\", \"to\":[\"a@x.example\"]}");
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(again.json().get("status").asText()).isEqualTo("accepted");
  }

  @Test
  void oneKeyForTwoRequestsIsRefused() {
    send(SEND, "two", "{\"to\":\"a@x.example\",\"text\":\"t\"}");
    var other = send(SEND, "two", "{\"to\":\"b@x.example\",\"text\":\"t\"}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("field").asText()).isEqualTo("Idempotency-Key");
    assertThat(submissions.last().recipients()).noneMatch(to -> to.localPart().equals("b"));
  }

  @Test
  void eachUserHasKeysOfTheirOwn() {
    send(SEND, "three", "{\"to\":\"a@x.example\",\"text\":\"t\"}");
    var alice = ApiClient.user(ports.mailApi(), "alice@example.test");
    var other = send(alice, SEND, "three", "{\"to\":\"b@x.example\",\"text\":\"t\"}");
    assertThat(other.status()).isEqualTo(202);
    assertThat(other.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void whatIsRememberedOfACodeIsADigest() {
    send(OTP, "four", "{\"to\":\"a@x.example\",\"otpCode\":\"804 213\"}");
    var again = send(OTP, "four", "{\"to\":\"a@x.example\",\"otpCode\":\"804 214\"}");
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).doesNotContain("804");
    assertThat(submissions.remembered("noreply@example.test", "four").fingerprint())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void aKeyIsPrintableAndNotEndless() {
    for (var key : new String[] {"", "a\tb", "x".repeat(256)}) {
      var answer = send(SEND, key, "{\"to\":\"a@x.example\",\"text\":\"t\"}");
      assertThat(answer.status()).as(key).isEqualTo(400);
      assertThat(answer.json().get("field").asText()).isEqualTo("Idempotency-Key");
    }
    assertThat(send(SEND, "x".repeat(255), "{\"to\":\"a@x.example\",\"text\":\"t\"}").status())
        .isEqualTo(202);
  }

  private Answer send(String path, String key, String body) {
    return send(ApiClient.operator(ports.mailApi()), path, key, body);
  }

  private static Answer send(ApiClient client, String path, String key, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }
}
