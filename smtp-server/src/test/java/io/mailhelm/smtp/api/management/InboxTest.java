package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.store.MissingBodyException;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class InboxTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";
  private static final String MESSAGE =
      """
      From: =?UTF-8?Q?J=C3=B6rg?= <joerg@elsewhere.example>
      To: alice@example.test
      Subject: =?UTF-8?B?R3LDvMOfZQ==?=
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      Guten Tag
      --b
      Content-Type: text/html; name="../evil.html"
      Content-Disposition: attachment; filename="../evil.html"
      Content-Transfer-Encoding: base64

      PHNjcmlwdD4=
      --b--
      """
          .replace("\n", "\r\n");

  @Inject BoundPorts ports;
  @Inject FakeStore store;

  private ApiClient operator;
  private String first;
  private String second;

  @BeforeEach
  void fill() {
    store.clear();
    operator = ApiClient.operator(ports.management());
    first =
        store
            .put(ALICE, false, new Summary("Jörg", List.of(ALICE), "Grüße", ""), MESSAGE)
            .toString();
    second =
        store
            .put(
                BOB,
                true,
                new Summary("", List.of("x@y.example"), "Hello", ""),
                "Subject: Hello\r\n\r\nhi\r\n")
            .toString();
  }

  @Test
  void listsNewestFirstInTheGuidesShape() {
    var page = operator.get("/inbox").json();
    assertThat(page.get("total").asInt()).isEqualTo(2);
    assertThat(page.has("next")).isFalse();
    var entry = page.get("emails").get(0);
    assertThat(entry.get("id").isTextual()).isTrue();
    assertThat(entry.get("id").asText()).isEqualTo(second);
    assertThat(entry.get("messageId").asText()).isEqualTo("MSG" + second);
    assertThat(entry.get("from").asText()).isEqualTo("bounce@example.test");
    assertThat(entry.get("to").get(0).asText()).isEqualTo("x@y.example");
    assertThat(entry.get("subject").asText()).isEqualTo("Hello");
    assertThat(entry.get("date").asText()).startsWith("2026-11-23T").endsWith("Z");
    assertThat(entry.get("size").isNumber()).isTrue();
    assertThat(entry.get("user").asText()).isEqualTo(BOB);
    assertThat(entry.get("captured").asBoolean()).isTrue();
    assertThat(entry.get("read").asBoolean()).isFalse();
  }

  @Test
  void pagesByNext() {
    var page = operator.get("/inbox?limit=1").json();
    assertThat(ids(page)).containsExactly(second);
    assertThat(ids(operator.get("/inbox?limit=1&after=" + page.get("next").asText()).json()))
        .containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user=alice@example.test",
        "user=alice",
        "user=sales",
        "user=alice%2Bnews",
        "captured=false",
        "from=j%C3%B6rg",
        "to=ALICE",
        "subject=gr%C3%BC"
      })
  void filters(String query) {
    assertThat(ids(operator.get("/inbox?" + query).json())).containsExactly(first);
  }

  @Test
  void findsAMessageByItsId() {
    assertThat(ids(operator.get("/inbox?message=MSG" + second).json())).containsExactly(second);
    assertThat(ids(operator.get("/inbox?message=MSG").json())).isEmpty();
  }

  @Test
  void filtersByReadMarkAndTime() {
    operator.body("PATCH", "/inbox/" + first, "application/json", "{\"read\":true}");
    assertThat(ids(operator.get("/inbox?unread=true").json())).containsExactly(second);
    assertThat(ids(operator.get("/inbox?since=2026-11-24").json())).isEmpty();
    assertThat(ids(operator.get("/inbox?since=2026-11-23T00:00:00Z").json())).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=ten",
        "after=x",
        "unread=yes",
        "captured=1",
        "since=today",
        "since=%2B999999999-01-01T00:00:00Z",
        "since=-999999999-01-01T00:00:00Z",
        "limit=1&limit=2"
      })
  void aMalformedParameterIs400(String query) {
    assertThat(operator.get("/inbox?" + query).status()).isEqualTo(400);
  }

  @Test
  void opensAMessage() {
    var message = operator.get("/inbox/" + first).json();
    assertThat(message.get("headers").get("Subject").get(0).asText()).isEqualTo("Grüße");
    assertThat(message.get("headers").get("From").get(0).asText())
        .isEqualTo("Jörg <joerg@elsewhere.example>");
    assertThat(message.get("text").asText()).isEqualTo("Guten Tag");
    assertThat(message.has("html")).isFalse();
    var attachment = message.get("attachments").get(0);
    assertThat(attachment.get("index").asInt()).isZero();
    assertThat(attachment.get("name").asText()).isEqualTo("../evil.html");
    assertThat(attachment.get("type").asText()).isEqualTo("text/html");
    assertThat(attachment.get("size").asInt()).isEqualTo(8);
  }

  @Test
  void anAttachmentCanOnlyBeSaved() {
    var answer = operator.get("/inbox/" + first + "/attachments/0");
    assertThat(answer.body()).isEqualTo("<script>");
    assertThat(answer.header("Content-Disposition"))
        .startsWith("attachment; filename=\"evil.html\"");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("sandbox");
    assertThat(operator.get("/inbox/" + first + "/attachments/1").status()).isEqualTo(404);
    assertThat(operator.get("/inbox/" + first + "/attachments/x").status()).isEqualTo(404);
  }

  @Test
  void aMessageThatCannotBeReadIsAProblem() {
    store.lose(first, new MissingBodyException(Path.of("bodies/b"), null));
    store.lose(second, new IOException("the disk failed"));
    for (var path : List.of("", "/raw", "/attachments/0")) {
      var missing = operator.get("/inbox/" + first + path);
      assertThat(missing.status()).isEqualTo(500);
      assertThat(missing.header("Content-Type")).startsWith("application/problem+json");
      assertThat(missing.json().get("detail").asText()).contains("Put it back from a backup");
      var unreadable = operator.get("/inbox/" + second + path);
      assertThat(unreadable.status()).isEqualTo(500);
      assertThat(unreadable.header("Content-Type")).startsWith("application/problem+json");
      assertThat(unreadable.json().get("detail").asText()).contains("log says why");
    }
  }

  @Test
  void theRawMessageIsUntouched() {
    var answer = operator.get("/inbox/" + first + "/raw");
    assertThat(answer.header("Content-Type")).isEqualTo("message/rfc822");
    assertThat(answer.header("Content-Disposition")).startsWith("attachment;");
    assertThat(answer.body()).isEqualTo(MESSAGE);
  }

  @Test
  void setsTheReadMark() {
    var path = "/inbox/" + first;
    var answer = operator.body("PATCH", path, "application/json", "{\"read\":true}");
    assertThat(answer.json().get("read").asBoolean()).isTrue();
    assertThat(operator.get(path).json().get("read").asBoolean()).isTrue();
    assertThat(operator.body("PATCH", path, "application/json", "{}").status()).isEqualTo(422);
    assertThat(operator.body("PATCH", path, "application/json", "{\"read\":\"yes\"}").status())
        .isEqualTo(422);
  }

  @Test
  void deletesOneOrOneMailboxOrAll() {
    assertThat(operator.delete("/inbox/" + first).json().get("deleted").asInt()).isEqualTo(1);
    assertThat(operator.delete("/inbox/" + first).status()).isEqualTo(404);
    assertThat(operator.delete("/inbox?user=" + ALICE).json().get("deleted").asInt()).isZero();
    assertThat(operator.delete("/inbox").json().get("deleted").asInt()).isEqualTo(1);
  }

  @Test
  void aUserHasOnlyTheOwnMailbox() {
    var alice = ApiClient.user(ports.management(), ALICE);
    assertThat(ids(alice.get("/inbox").json())).containsExactly(first);
    assertThat(alice.get("/inbox?user=" + BOB).status()).isEqualTo(403);
    for (var path : List.of("", "/raw", "/attachments/0")) {
      assertThat(alice.get("/inbox/" + second + path).status()).isEqualTo(404);
    }
    assertThat(alice.delete("/inbox/" + second).status()).isEqualTo(404);
    assertThat(
            alice.body("PATCH", "/inbox/" + second, "application/json", "{\"read\":true}").status())
        .isEqualTo(404);
    assertThat(alice.delete("/inbox?user=" + BOB).status()).isEqualTo(403);
    assertThat(alice.delete("/inbox").json().get("deleted").asInt()).isEqualTo(1);
    assertThat(ids(operator.get("/inbox").json())).containsExactly(second);
  }

  private static List<String> ids(JsonNode page) {
    return page.get("emails").valueStream().map(entry -> entry.get("id").asText()).toList();
  }
}
