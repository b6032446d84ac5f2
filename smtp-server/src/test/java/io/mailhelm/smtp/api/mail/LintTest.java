package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Action;
import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.mailhelm.smtp.api.Nodes;
import io.mailhelm.smtp.fake.TestPolicy;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LintTest {
  private static final String PATH = "/api/email/lint";

  @Inject BoundPorts ports;
  @Inject ApiContext node;
  @Inject FakeSubmissions submissions;

  private ApiClient operator;

  @BeforeEach
  void connect() {
    operator = ApiClient.operator(ports.mailApi());
  }

  @AfterEach
  void asBefore() {
    node.live().offer(Nodes.config(List.of()), List.of());
  }

  /** All users come under a policy with these checks. */
  private void checking(Map<Check, Action> actions, List<String> words) {
    var usual = Nodes.config(List.of());
    var users =
        usual.users().stream()
            .map(
                user ->
                    new User(
                        user.resource(),
                        user.mailboxId(),
                        user.address(),
                        user.displayName(),
                        user.verifier(),
                        user.aliases(),
                        Optional.of("checking"),
                        user.quota(),
                        user.suspended(),
                        user.deletionPolicy(),
                        user.adopt()))
            .toList();
    var policy =
        TestPolicy.checking("checking", "example", new ContentRules(actions, words, 100_000));
    node.live()
        .offer(
            new ServerConfig(
                usual.server(),
                usual.domains(),
                users,
                List.of(policy),
                usual.tombstones(),
                usual.keys(),
                usual.credentials()),
            List.of());
  }

  private static Optional<JsonNode> finding(JsonNode result, String check) {
    return StreamSupport.stream(result.get("findings").spliterator(), false)
        .filter(found -> found.get("check").asText().equals(check))
        .findFirst();
  }

  @Test
  void saysWhatIsFoundAndSendsNothing() {
    var before = submissions.submitted();
    var answer =
        operator.post(
            PATH,
            """
            {"to":"test@example.com","subject":"It is FREE","html":"<a href='https://bit.ly/x'>see</a>",
             "attachments":[{"filename":"a.pdf.exe","content":"aGVsbG8="}]}
            """);
    assertThat(answer.status()).isEqualTo(200);
    var result = answer.json();
    assertThat(result.get("policy").asText()).isEqualTo("default");
    assertThat(result.get("verdict").asText()).isEqualTo("accept");
    assertThat(finding(result, "spam-words").orElseThrow().get("evidence").get(0).asText())
        .isEqualTo("FREE");
    assertThat(finding(result, "url-shorteners").orElseThrow().get("evidence").get(0).asText())
        .isEqualTo("bit.ly");
    var program = finding(result, "executable-attachments").orElseThrow();
    assertThat(program.get("evidence").get(0).asText()).isEqualTo("a.pdf.exe");
    assertThat(program.get("sentence").asText()).startsWith("Programs are attached");
    assertThat(program.get("action").asText()).isEqualTo("off");
    // no key signs here, and the composer writes plain text, Message-ID and Date
    assertThat(finding(result, "from-alignment")).isPresent();
    assertThat(finding(result, "plain-text-part")).isEmpty();
    assertThat(finding(result, "missing-fields")).isEmpty();
    assertThat(result.get("score").asInt()).isZero();
    assertThat(submissions.submitted()).isEqualTo(before);
  }

  @Test
  void saysWhatThePolicyOfTheUserWouldDo() {
    checking(Map.of(Check.SpamWords, Action.Warn), List.of("prize"));
    var warned = operator.post(PATH, "{\"to\":\"a@x.example\",\"text\":\"A PRIZE\"}").json();
    assertThat(warned.get("policy").asText()).isEqualTo("checking");
    assertThat(warned.get("verdict").asText()).isEqualTo("warn");
    assertThat(finding(warned, "spam-words").orElseThrow().get("action").asText())
        .isEqualTo("warn");
    checking(
        Map.of(Check.SpamWords, Action.Warn, Check.FromAlignment, Action.Reject), List.of("prize"));
    var rejected = operator.post(PATH, "{\"to\":\"a@x.example\",\"text\":\"FREE\"}").json();
    assertThat(rejected.get("verdict").asText()).isEqualTo("reject");
    assertThat(finding(rejected, "spam-words")).isEmpty();
    assertThat(finding(rejected, "from-alignment").orElseThrow().get("action").asText())
        .isEqualTo("reject");
  }

  @Test
  void mailToManyIsBulkMail() {
    var to = "\"a@x.example" + ",a@x.example".repeat(20) + "\"";
    assertThat(finding(lint(to), "list-unsubscribe")).isEmpty();
    var many = new StringBuilder("\"0@x.example");
    for (int i = 1; i < 11; i++) {
      many.append(",").append(i).append("@x.example");
    }
    assertThat(finding(lint(many + "\""), "list-unsubscribe")).isPresent();
  }

  private JsonNode lint(String to) {
    return operator.post(PATH, "{\"to\":%s,\"text\":\"Hi\"}".formatted(to)).json();
  }

  @Test
  void refusesWhatSendRefuses() {
    assertThat(operator.post(PATH, "{\"to\":\"a@x.example\"}").status()).isEqualTo(422);
    assertThat(operator.post(PATH, "{\"text\":\"Hi\"}").status()).isEqualTo(422);
    assertThat(operator.post(PATH, "{\"to\":\"a@x.example\",\"texxt\":\"Hi\"}").status())
        .isEqualTo(422);
    assertThat(
            operator
                .post(PATH, "{\"to\":\"a@x.example\",\"text\":\"Hi\",\"from\":\"x@y.example\"}")
                .status())
        .isEqualTo(422);
    assertThat(
            new ApiClient(ports.mailApi(), Optional.empty())
                .post(PATH, "{\"to\":\"a@x.example\",\"text\":\"Hi\"}")
                .status())
        .isEqualTo(401);
  }

  /** Messages may be as large as they may be sent. */
  @Test
  void takesALargeMessage() {
    var answer =
        operator.post(PATH, "{\"to\":\"a@x.example\",\"text\":\"" + "x ".repeat(1 << 20) + "\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(finding(answer.json(), "size")).isPresent();
  }
}
