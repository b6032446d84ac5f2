package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.cli.ServedFolder.Client;
import io.mailhelm.dns.fake.FakeNameServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * The guide's commands, and what it promises of changes and crashes, against the packaged program.
 */
class ServeIT {
  private static final String CAROL =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: MailUser
      metadata: {name: carol}
      spec:
        domainRef: {name: yourdomain}
        passwordSecretRef: {name: admin-password, key: password}
        %s: [sales]
      """;

  @TempDir Path work;
  private ServedFolder served;

  @BeforeEach
  void prepare() throws Exception {
    served = new ServedFolder(work);
  }

  @AfterEach
  void end() {
    served.close();
  }

  @Test
  void theGuidesCommandsWorkAsTheyAreWritten() throws Exception {
    served.start("--dev");

    assertThat(
            served
                .call(
                    "POST",
                    "mailApi",
                    "/api/email/send-otp",
                    "{\"to\":\"test@example.com\",\"otpCode\":\"123456\"}")
                .statusCode())
        .isEqualTo(202);
    assertThat(
            served
                .call(
                    "POST",
                    "mailApi",
                    "/api/email/send",
                    "{\"to\":\"test@example.com\",\"subject\":\"Hello\",\"html\":\"<h1>Hi</h1>\"}")
                .statusCode())
        .isEqualTo(202);
    assertThat(
            served.dialogue(
                "EHLO localhost",
                "AUTH LOGIN",
                base64("noreply@yourdomain.test"),
                base64("noreply-password"),
                "MAIL FROM: <noreply@yourdomain.test>",
                "RCPT TO: <test@example.com>",
                "DATA",
                "Subject: By hand\r\n\r\nHello\r\n."))
        .startsWith("250 2.0.0");

    var inbox = served.get("management", "/inbox");
    assertThat(inbox.path("total").asInt()).isEqualTo(3);
    assertThat(inbox.at("/emails/0/subject").asText()).isEqualTo("By hand");
    assertThat(inbox.at("/emails/0/to/0").asText())
        .as("the message names nobody; the envelope has one recipient")
        .isEqualTo("test@example.com");
    assertThat(inbox.path("emails"))
        .allSatisfy(mail -> assertThat(mail.path("captured").asBoolean()).isTrue());
    assertThat(Files.readString(served.log))
        .doesNotContain("123456")
        .doesNotContain("noreply-password");
  }

  @Test
  void theGuidesDnsCommandsWorkAsTheyAreWritten() throws Exception {
    try (var names = new FakeNameServer()) {
      names
          .deniesTheRest()
          .has("yourdomain.test.", Type.MX, 60, "10 mail.yourdomain.test.")
          .has("yourdomain.test.", Type.TXT, 60, "\"v=spf1 mx ip4:192.0.2.1 ~all\"")
          .has("mail.yourdomain.test.", Type.A, 60, "192.0.2.1");
      var domain = served.folder.resolve("domain.yaml");
      Files.writeString(
          domain,
          "  dns: {resolvers: [\"127.0.0.1:%d\"]}\n".formatted(names.address().getPort()),
          StandardOpenOption.APPEND);
      served.start("--dev");

      assertThat(
              dns(
                      "generate-spf",
                      "{\"includeIPs\":[\"192.0.2.1\"],\"includeDomains\":[\"mx\"],\"policy\":\"~all\"}")
                  .path("value")
                  .asText())
          .isEqualTo("v=spf1 mx ip4:192.0.2.1 ~all");
      assertThat(
              dns(
                      "generate-dmarc",
                      "{\"policy\":\"quarantine\",\"reportEmail\":\"dmarc@yourdomain.com\"}")
                  .path("value")
                  .asText())
          .isEqualTo("v=DMARC1; p=quarantine; rua=mailto:dmarc@yourdomain.com");
      var report = dns("check", "{\"domain\":\"yourdomain.test\",\"ip\":\"192.0.2.1\"}");
      assertThat(report.path("records"))
          .anySatisfy(
              record -> {
                assertThat(record.path("purpose").asText()).isEqualTo("Spf");
                assertThat(record.path("verdict").asText()).isEqualTo("Match");
              });
      assertThat(served.get("mailApi", "/api/smtp/dns/mx/yourdomain.test").path("verdict").asText())
          .isEqualTo("Match");
      assertThat(
              served.get("mailApi", "/api/smtp/dns/dmarc/yourdomain.test").path("verdict").asText())
          .isEqualTo("Missing");
    }
  }

  private JsonNode dns(String call, String body) throws Exception {
    var answer = served.call("POST", "mailApi", "/api/smtp/dns/" + call, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void aUserMadeByTheApiLogsInAtOnceAndIsDeclaredInTheFolder() throws Exception {
    served.start("--dev");

    var created =
        served.call(
            "POST",
            "management",
            "/users",
            "{\"username\":\"new@yourdomain.test\",\"password\":\"opensesame\"}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(login("new@yourdomain.test", "opensesame")).startsWith("235");
    assertThat(served.folder.resolve("user-new.yaml")).content().contains("kind: MailUser");
    assertThat(
            served
                .call(
                    "POST",
                    "management",
                    "/users",
                    "{\"username\":\"new@yourdomain.test\",\"password\":\"x\"}")
                .statusCode())
        .isEqualTo(409);
    assertThat(served.call("DELETE", "management", "/users/new@yourdomain.test", "").statusCode())
        .isEqualTo(204);
    assertThat(login("new@yourdomain.test", "opensesame")).startsWith("535");
  }

  @Test
  void aSavedFileTakesEffectAndNoConnectionDrops() throws Exception {
    served.start("--dev");
    try (var client = new Client(served.smtpPort())) {
      client.read();
      client.say("EHLO localhost");

      append(CAROL.formatted("aliases"));

      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(login("carol@yourdomain.test", "admin-password")).startsWith("235"));
      client.say("MAIL FROM:<>");
      client.say("RSET");
      assertThat(client.say("AUTH PLAIN " + base64("\0carol@yourdomain.test\0admin-password")))
          .startsWith("235");
    }
  }

  @Test
  void aFileWithAMistakeChangesNothingAndSaysWhatToWrite() throws Exception {
    served.start("--dev");

    append(CAROL.formatted("aliasses"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        served
                            .get("management", "/health")
                            .at("/config/problems/0/message")
                            .asText())
                    .contains("aliases"));
    assertThat(Files.readString(served.log)).contains("did you mean 'aliases'");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(served.data.resolve("status/MailUser_default_carol.yaml"))
                    .content()
                    .contains("UnknownField"));
    assertThat(login("admin@yourdomain.test", "admin-password")).startsWith("235");
  }

  @Test
  void theMessageIsThereAfterKillNineAtTheMomentOfThe250() throws Exception {
    served.start("--dev");
    try (var client = new Client(served.smtpPort())) {
      client.read();
      client.say("EHLO localhost");
      client.say("AUTH PLAIN " + base64("\0noreply@yourdomain.test\0noreply-password"));
      client.say("MAIL FROM:<noreply@yourdomain.test>");
      client.say("RCPT TO:<admin@yourdomain.test>");
      client.say("DATA");

      assertThat(client.say("Subject: Survivor\r\n\r\nHello\r\n.")).startsWith("250");

      served.process().destroyForcibly().waitFor();
    }
    served.start("--dev");
    assertThat(served.get("management", "/inbox").at("/emails/0/subject").asText())
        .isEqualTo("Survivor");
  }

  @Test
  void withoutDevTheApisWantTheToken() throws Exception {
    served.start();

    assertThat(served.call("GET", "management", "/inbox", "").statusCode()).isEqualTo(401);
    var token = Files.readString(served.data.resolve("token")).strip();
    assertThat(
            served
                .call("GET", "management", "/inbox", "", "Authorization", "Bearer " + token)
                .statusCode())
        .isEqualTo(200);
    assertThat(served.get("management", "/health")).hasToString("{\"status\":\"UP\"}");
  }

  @Test
  void sigtermLetsTheTransactionInFlightFinishAndEndsWithZero() throws Exception {
    served.start("--dev");
    try (var client = new Client(served.smtpPort())) {
      client.read();
      client.say("EHLO localhost");
      client.say("AUTH PLAIN " + base64("\0noreply@yourdomain.test\0noreply-password"));
      client.say("MAIL FROM:<noreply@yourdomain.test>");
      client.say("RCPT TO:<admin@yourdomain.test>");
      client.say("DATA");

      served.process().destroy();

      Awaitility.await().atMost(Duration.ofSeconds(10)).until(this::turnsNewWorkAway);
      assertThat(client.say("Subject: In flight\r\n\r\nHello\r\n.")).startsWith("250");
    }
    assertThat(served.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(served.process().exitValue()).isZero();
  }

  @Test
  void aSecondSignalEndsAtOnce() throws Exception {
    served.start("--dev");
    try (var client = new Client(served.smtpPort())) {
      client.read();
      client.say("EHLO localhost");
      client.say("AUTH PLAIN " + base64("\0noreply@yourdomain.test\0noreply-password"));
      client.say("MAIL FROM:<noreply@yourdomain.test>");

      served.process().destroy();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(this::turnsNewWorkAway);
      served.process().destroy();

      assertThat(served.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(served.process().exitValue()).isNotZero();
    }
  }

  private boolean turnsNewWorkAway() {
    try (var client = new Client(served.smtpPort())) {
      var banner = client.read();
      return banner.isEmpty() || banner.startsWith("421");
    } catch (java.io.IOException e) {
      return true;
    }
  }

  private String login(String user, String password) throws Exception {
    return served.dialogue("EHLO localhost", "AUTH PLAIN " + base64("\0" + user + "\0" + password));
  }

  private void append(String text) throws Exception {
    Files.writeString(served.folder.resolve("users.yaml"), text, StandardOpenOption.APPEND);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
