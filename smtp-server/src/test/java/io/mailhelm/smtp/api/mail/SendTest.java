package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SendTest {
  @Inject BoundPorts ports;
  @Inject FakeSubmissions submissions;

  private ApiClient operator;

  @BeforeEach
  void connect() {
    operator = ApiClient.operator(ports.mailApi());
  }

  @Test
  void sendsTheGuidesMessage() throws Exception {
    var answer =
        operator.post(
            "/api/email/send",
            """
            {"to":"test@example.com","subject":"Grüße","html":"<h1>Hi</h1><p>See <a href='https://a.example/x'>this</a></p>"}
            """);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("id").asText()).startsWith("ID");
    assertThat(answer.json().get("status").asText()).isEqualTo("accepted");
    assertThat(answer.json().get("recipients").get(0).get("address").asText())
        .isEqualTo("test@example.com");
    assertThat(answer.json().get("recipients").get(0).get("status").asText()).isEqualTo("captured");
    var submitted = submissions.last();
    assertThat(submitted.user().address()).hasToString("noreply@example.test");
    assertThat(submitted.from()).hasToString("noreply@example.test");
    var message = message();
    assertThat(message.getSubject()).isEqualTo("Grüße");
    assertThat(message.getHeader("Date")[0]).isEqualTo("Mon, 23 Nov 2026 08:00:00 +0000 (UTC)");
    assertThat(message.getMessageID()).matches("<[0-9A-Z]{26}@example\\.test>");
    var parts = (Multipart) message.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getBodyPart(0).getContent())
        .asString()
        .contains("Hi", "See this (https://a.example/x)");
    assertThat(parts.getBodyPart(1).getContent()).asString().contains("<h1>Hi</h1>");
  }

  @Test
  void saysWhereAMessageGoesThatIsRedirected() {
    var recipients =
        operator
            .post(
                "/api/email/send",
                "{\"to\":\"redirected@x.example, other@x.example\",\"text\":\"t\"}")
            .json()
            .get("recipients");
    assertThat(recipients.get(0).get("redirectedTo").asText()).isEqualTo("tests@example.test");
    assertThat(recipients.get(1).has("redirectedTo")).isFalse();
  }

  @Test
  void usesEveryField() throws Exception {
    var answer =
        operator.post(
            "/api/email/send",
            """
            {"to":["Ann <a@x.example>","b@x.example, c@x.example"],"cc":"d@x.example",
             "bcc":["hidden@x.example"],"from":"sales@example.test","replyTo":"r@x.example",
             "subject":"s","text":"plain\\nlines","headers":{"X-Note":"ünï"},
             "attachments":[{"filename":"a b.txt","content":"aGVsbG8=","contentType":"text/csv"}]}
            """);
    assertThat(answer.status()).isEqualTo(202);
    var submitted = submissions.last();
    assertThat(submitted.recipients().stream().map(Mailbox::localPart))
        .containsExactly("a", "b", "c", "d", "hidden");
    var message = message();
    assertThat(message.getFrom()[0]).hasToString("Alice Example <sales@example.test>");
    assertThat(message.getRecipients(RecipientType.TO)).hasSize(3);
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(new String(submitted.message(), StandardCharsets.UTF_8)).doesNotContain("hidden@");
    assertThat(message.getReplyTo()[0]).isEqualTo(new InternetAddress("r@x.example"));
    assertThat(jakarta.mail.internet.MimeUtility.decodeText(message.getHeader("X-Note")[0]))
        .isEqualTo("ünï");
    var mixed = (Multipart) message.getContent();
    assertThat(mixed.getBodyPart(0).getContent()).isEqualTo("plain\r\nlines");
    assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("a b.txt");
    assertThat(mixed.getBodyPart(1).getContentType()).startsWith("text/csv");
    assertThat(((InputStream) mixed.getBodyPart(1).getInputStream()).readAllBytes())
        .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void composesHeadersThatEveryServerTakes() throws Exception {
    operator.post(
        "/api/email/send",
        """
        {"to":["Jürgen Groß <x@bücher.example>","\\"Ü, Q\\" <y@x.example>"],"cc":"z@bücher.example",
         "from":"Größe <sales@example.test>","replyTo":"Grüße <r@bücher.example>",
         "subject":"Grüße","text":"ü","headers":{"X-Note":"ünï"},
         "attachments":[{"filename":"größe.txt","content":"aGVsbG8="}]}
        """);
    var text = new String(submissions.last().message(), StandardCharsets.ISO_8859_1);
    assertThat(text.chars()).allMatch(c -> c < 0x80);
    var message = message();
    assertThat(message.getRecipients(RecipientType.TO))
        .extracting(address -> ((InternetAddress) address).getPersonal())
        .containsExactly("Jürgen Groß", "Ü, Q");
    assertThat(message.getRecipients(RecipientType.TO)[0])
        .isEqualTo(new InternetAddress("x@xn--bcher-kva.example"));
    assertThat(message.getRecipients(RecipientType.CC)[0])
        .isEqualTo(new InternetAddress("z@xn--bcher-kva.example"));
    assertThat(message.getReplyTo()[0]).isEqualTo(new InternetAddress("r@xn--bcher-kva.example"));
    assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Größe");
    assertThat(submissions.last().recipients())
        .extracting(Mailbox::toString)
        .containsExactly("x@xn--bcher-kva.example", "y@x.example", "z@xn--bcher-kva.example");
  }

  @Test
  void leavesALocalPartBeyondAsciiAsItIs() {
    operator.post("/api/email/send", "{\"to\":\"Ö <jürgen@bücher.example>\",\"text\":\"t\"}");
    assertThat(new String(submissions.last().message(), StandardCharsets.UTF_8))
        .contains("<jürgen@xn--bcher-kva.example>");
  }

  @Test
  void everyLineEndsInCrlf() {
    operator.post(
        "/api/email/send",
        "{\"to\":\"a@x.example\",\"text\":\"one\\ntwo\\rthree\\r\\nfour\",\"html\":\"<p>\\n</p>\"}");
    var text = new String(submissions.last().message(), StandardCharsets.ISO_8859_1);
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
  }

  @Test
  void sendsAnOtpWithoutTheCodeInASubject() throws Exception {
    var answer =
        operator.post("/api/email/send-otp", "{\"to\":\"u@x.example\",\"otpCode\":\"804 213\"}");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).doesNotContain("804");
    var message = message();
    assertThat(message.getSubject()).doesNotContain("804");
    assertThat(((Multipart) message.getContent()).getBodyPart(0).getContent())
        .asString()
        .contains("804 213");
  }

  @Test
  void aUserSendsAsThatUser() throws Exception {
    var alice = ApiClient.user(ports.mailApi(), "alice@example.test");
    alice.post("/api/email/send", "{\"to\":\"a@x.example\",\"text\":\"t\"}");
    assertThat(submissions.last().from()).hasToString("alice@example.test");
    alice.post(
        "/api/email/send",
        "{\"to\":\"a@x.example\",\"text\":\"t\",\"from\":\"ceo@elsewhere.example\"}");
    assertThat(submissions.last().user().address())
        .as("whose policy decides on the foreign From")
        .hasToString("alice@example.test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"text":"t"}                                                         | to
          {"to":[],"text":"t"}                                                 | to
          {"to":[null],"text":"t"}                                             | to
          {"to":"nobody","text":"t"}                                           | to
          {"to":["a@x.example","b@"],"text":"t"}                               | to[1]
          {"to":"a@x.example\\r\\nBcc: b@x.example","text":"t"}                | to
          {"to":"a@x.example","bcc":"<>","text":"t"}                           | bcc
          {"to":"a@x.example"}                                                 | html
          {"to":"a@x.example","text":"t","subject":"a\\nBcc: b@x.example"}     | subject
          {"to":"a@x.example","text":"t","from":"a@x.example"}                 | from
          {"to":"a@x.example","text":"t","from":"alice@example.test,b@c.example"} | from
          {"to":"a@x.example","text":"t","headers":{"Bcc":"x"}}                | headers.Bcc
          {"to":"a@x.example","text":"t","headers":{"content-type":"x"}}       | headers.content-type
          {"to":"a@x.example","text":"t","headers":{"X-A":"b\\r\\nX-C: d"}}    | headers.X-A
          {"to":"a@x.example","text":"t","headers":{"X:A":"b"}}                | headers
          {"to":"a@x.example","text":"t","headers":{"X-A":null}}               | headers.X-A
          {"to":"a@x.example","text":"t","attachments":[null]}                 | attachments[0].filename
          {"to":"a@x.example","text":"t","attachments":[{"filename":"x"}]}     | attachments[0].content
          {"to":"a@x.example","text":"t","attachments":[{"filename":"x","content":"%"}]} | attachments[0].content
          {"to":"a@x.example","text":"t","attachments":[{"filename":"x","content":"","contentType":"message/rfc822"}]} | attachments[0].contentType
          {"to":"a@x.example","template":"welcome"}                            | template
          {"to":"a@x.example","text":"t","data":{}}                            | data
          {"to":"a@x.example","txt":"t"}                                       | txt
          {"to":"a@x.example","text":5}                                        | text
          """)
  void namesTheFieldThatIsRefused(String body, String field) {
    var answer = operator.post("/api/email/send", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("field").asText()).isEqualTo(field);
  }

  @Test
  void anOtpNeedsAPlainCode() {
    for (var code : List.of("", " ", "<b>1</b>", "1\\r\\n2", "x".repeat(33))) {
      var answer =
          operator.post(
              "/api/email/send-otp", "{\"to\":\"a@x.example\",\"otpCode\":\"" + code + "\"}");
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().get("field").asText()).isEqualTo("otpCode");
    }
  }

  @Test
  void repeatsTheWordsOfARefusal() {
    var later = operator.post("/api/email/send", "{\"to\":\"full@example.test\",\"text\":\"t\"}");
    assertThat(later.status()).isEqualTo(503);
    assertThat(later.header("Retry-After")).isEqualTo("60");
    assertThat(later.json().get("smtp").get("enhanced").asText()).isEqualTo("4.2.2");
    var never = operator.post("/api/email/send", "{\"to\":\"nobody@example.test\",\"text\":\"t\"}");
    assertThat(never.status()).isEqualTo(422);
    assertThat(never.json().get("detail").asText())
        .isEqualTo("550 5.1.1 no such user here: nobody@example.test");
  }

  @Test
  void saysWhenThereIsRoomAgainBelowALimit() {
    var later = operator.post("/api/email/send", "{\"to\":\"limited@x.example\",\"text\":\"t\"}");
    assertThat(later.status()).isEqualTo(429);
    assertThat(later.header("Retry-After")).isEqualTo("701");
    assertThat(later.json().get("detail").asText()).isEqualTo("there is room again in 12 min");
    assertThat(later.json().get("smtp").get("enhanced").asText()).isEqualTo("4.7.1");
    var never = operator.post("/api/email/send", "{\"to\":\"never@x.example\",\"text\":\"t\"}");
    assertThat(never.status()).isEqualTo(429);
    assertThat(never.header("Retry-After")).isEmpty();
  }

  private MimeMessage message() throws MessagingException, IOException {
    try (var octets = new ByteArrayInputStream(submissions.last().message())) {
      return new MimeMessage(Session.getInstance(new Properties()), octets);
    }
  }
}
