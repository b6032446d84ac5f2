package io.mailhelm.smtp.pod;

import static io.mailhelm.smtp.pod.ServedPod.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.VolumeRefusal;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pod's kubelet, operator and users see, against the packaged application. */
class PodServerIT {
  /** A charset, octets in it as base64, and what they say. */
  private static final String WRITTEN =
      """
      ISO-2022-JP GyRCRnxLXDhsGyhC 日本語
      Shift_JIS k/qWe4zq 日本語
      EUC-JP xvzL3Ljs 日本語
      EUC-KR x9Gxub7u 한국어
      ks_c_5601-1987 x9Gxub7u 한국어
      GB2312 vPLM5Q== 简体
      GB18030 vPLM5Q== 简体
      Big5 wWPF6Q== 繁體
      windows-1255 +ezl7Q== שלום
      windows-1256 0+HH4w== سلام
      windows-874 5LfC ไทย
      koi8-r 8NLJ18XU Привет
      windows-1251 z/Do4uXy Привет
      ISO-8859-3 1WVubg== Ġenn
      ISO-8859-8 +ezl7Q== שלום
      IBM437 goU= éà
      """;

  private static final KeyPem API = TestCertificate.of("api-tls", "api.example.com");

  @TempDir Path work;
  private final TestConfig declared =
      new TestConfig()
          .listener("development", Tls.Optional, Auth.Required)
          .domain("example.com", Outbound.Capture)
          .certificates()
          .user("alice@example.com", "secret");
  private ServedPod pod;

  @BeforeEach
  void start() throws IOException {
    pod = new ServedPod(work, API);
  }

  @AfterEach
  void end() {
    pod.close();
  }

  @Test
  void isAliveBeforeThereIsAConfigAndReadyOnceItIsWhole() throws Exception {
    eventually(() -> pod.probe("/readyz").body().contains("the index is missing"));
    assertThat(pod.probe("/readyz").statusCode()).isEqualTo(503);
    assertThat(pod.probe("/livez").statusCode()).isEqualTo(200);
    var half = new TreeMap<>(ConfigDocument.of(declared.build()).parts());
    half.keySet().removeIf(name -> !name.equals(ConfigDocument.INDEX));
    pod.config.write(half);
    eventually(() -> pod.probe("/readyz").body().contains("shard"));

    var hash = pod.declare(declared.build());

    pod.ready();
    assertThat(pod.get("/config").path("running").asText()).isEqualTo(hash);
    assertThat(pod.get("/config").path("formats"))
        .hasToString(ConfigDocument.FORMATS.toString().replace(" ", ""));
    assertThat(login("alice@example.com", "secret")).startsWith("235");
    assertThat(pod.log().lines()).allSatisfy(line -> assertThat(line).startsWith("{\"time\""));
  }

  @Test
  void aConfigNobodyCouldRunIsWaitedOut() {
    pod.config.write(
        Map.of(ConfigDocument.INDEX, "{\"format\":7}".getBytes(StandardCharsets.US_ASCII)));
    eventually(() -> pod.probe("/readyz").body().contains("format 7"));
    pod.declare(brokenKey().build());
    eventually(() -> pod.probe("/readyz").body().contains("tls/example-com"));

    pod.declare(declared.build());

    pod.ready();
  }

  @Test
  void aChangedVolumeTakesEffectAndABadOneLeavesWhatRuns() throws Exception {
    pod.declare(declared.build());
    pod.ready();
    var second = pod.declare(declared.user("bob@example.com", "secret").build());
    eventually(() -> pod.get("/config").path("running").asText().equals(second));
    assertThat(login("bob@example.com", "secret")).startsWith("235");

    pod.config.write(
        Map.of(ConfigDocument.INDEX, "{\"format\":7}".getBytes(StandardCharsets.US_ASCII)));

    eventually(() -> pod.get("/config").path("refusal").asText().contains("format 7"));
    assertThat(pod.get("/config").path("running").asText()).isEqualTo(second);
    assertThat(login("bob@example.com", "secret")).startsWith("235");
    assertThat(pod.probe("/readyz").statusCode()).isEqualTo(200);
  }

  /** A pod's Java has the modules that images/modules names, and no more. */
  @Test
  void readsEveryCharsetThatPeopleWriteIn() throws Exception {
    pod.declare(declared.build());
    pod.ready();
    for (var example : WRITTEN.lines().toList()) {
      int blank = example.indexOf(' ');
      var charset = example.substring(0, blank);
      var base64 = example.substring(blank + 1, example.lastIndexOf(' '));
      var text = example.substring(example.lastIndexOf(' ') + 1);

      var reply =
          send(
              "Subject: =?%1$s?B?%2$s?=\r\nContent-Type: text/plain; charset=%1$s\r\nContent-Transfer-Encoding: base64\r\n\r\n%2$s"
                  .formatted(charset, base64));

      assertThat(reply).startsWith("250");
      var listed = pod.get("/inbox?limit=1").path("emails").path(0);
      assertThat(listed.path("subject").asText()).as(charset).isEqualTo(text);
      var shown = pod.get("/inbox/" + listed.path("id").asText());
      assertThat(shown.path("headers").path("Subject").path(0).asText()).isEqualTo(text);
      assertThat(shown.path("text").asText()).isEqualTo(text);
    }
  }

  @Test
  void theApisSpeakTlsOnlyAndKeepTheirPaths() {
    pod.declare(declared.build());
    pod.ready();

    assertThat(pod.call("GET", "management", "/users", "").statusCode()).isEqualTo(200);
    assertThat(pod.call("GET", "mailApi", "/users", "").statusCode()).isEqualTo(404);
    assertThat(pod.call("POST", "management", "/api/email/send", "{}").statusCode()).isEqualTo(404);
    var user = "{\"username\":\"new@example.com\",\"password\":\"opensesame\"}";
    var refused = pod.call("POST", "management", "/users", user);
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.body()).contains("kubectl apply");
    for (var api : new String[] {"management", "mailApi"}) {
      var plain = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pod.port(api) + "/"));
      assertThatThrownBy(() -> pod.send(plain)).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> pod.handshake("TLSv1.1")).isInstanceOf(SSLException.class);
    assertThat(
            pod.send(
                    HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + pod.port("management") + "/config")))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void aNewCertificateOfTheApisIsShownAndNoConnectionDrops() throws Exception {
    pod.declare(declared.build());
    pod.ready();
    try (var open = pod.handshake()) {
      assertThat(open.getSession().getPeerCertificates()[0]).isEqualTo(TestCertificate.leaf(API));
      assertThat(ask(open)).contains("200");
      var next = TestCertificate.of("api-tls", "next.example.com");

      pod.show(next);

      eventually(
          () -> {
            try (var fresh = pod.handshake()) {
              return fresh.getSession().getPeerCertificates()[0].equals(TestCertificate.leaf(next));
            }
          });
      assertThat(ask(open)).as("the connection goes on").contains("200");
    }
  }

  @Test
  void theMailboxOfATombstoneIsGoneWhenItsConfigRuns() throws Exception {
    pod.declare(declared.build());
    pod.ready();
    assertThat(send("alice@example.com", "secret")).startsWith("250");
    assertThat(pod.get("/inbox").path("total").asInt()).isEqualTo(1);

    var hash =
        pod.declare(declared.without("alice@example.com").tombstone("alice@example.com").build());

    eventually(() -> pod.get("/config").path("running").asText().equals(hash));
    assertThat(pod.get("/inbox").path("total").asInt()).isZero();
  }

  @Test
  void aVolumeThatLostItsMailIsNotServedFromUntilThatMailIsGivenUp() throws Exception {
    pod.declare(declared.build());
    pod.ready();
    var before = pod.get("/config").path("store");
    assertThat(before.path("hadMail").asBoolean(true)).isFalse();
    assertThat(send("alice@example.com", "secret")).startsWith("250");
    eventually(() -> pod.get("/config").at("/store/hadMail").asBoolean());
    var lost = before.path("id").asText();

    onAnEmptyVolume(new ExpectedStore(ServedPod.NAME, lost, false));

    assertThat(pod.exitCode()).isEqualTo(VolumeRefusal.EmptyVolume.exitCode());
    assertThat(pod.log().lines().toList().getLast())
        .startsWith("mailhelm: EmptyVolume: ")
        .contains("that of store " + lost + " was there", "restore it from a backup")
        .endsWith(
            "kubectl -n default annotate maildomain example-com --overwrite"
                + " mailhelm.io/accept-empty-volume="
                + lost);

    onAnEmptyVolume(new ExpectedStore("example-com-smtp-1", lost, false));
    pod.ready();

    onAnEmptyVolume(new ExpectedStore(ServedPod.NAME, lost, true));
    pod.ready();
    assertThat(pod.get("/config").at("/store/id").asText()).isNotEqualTo(lost);
    assertThat(send("alice@example.com", "secret")).startsWith("250");
  }

  private void onAnEmptyVolume(ExpectedStore expected) throws IOException {
    pod.close();
    pod = new ServedPod(Files.createTempDirectory(work, "empty"), API);
    pod.declare(declared.build().withStores(List.of(expected)));
  }

  @Test
  void sigtermLetsTheTransactionInFlightFinishAndEndsWithZero() throws Exception {
    pod.declare(declared.build());
    pod.ready();
    try (var client = new WireClient(pod.smtp("development"))) {
      client.reply();
      logIn(client, "alice@example.com", "secret");
      client.ask("MAIL FROM:<alice@example.com>");
      client.ask("RCPT TO:<alice@example.com>");

      pod.end();

      eventually(() -> pod.probe("/readyz").statusCode() == 503);
      assertThat(pod.probe("/livez").statusCode()).isEqualTo(200);
      assertThat(client.ask("DATA")).startsWith("354");
      assertThat(client.ask("Subject: In flight\r\n\r\nHello\r\n.")).startsWith("250");
    }
    assertThat(pod.exitCode()).isZero();
  }

  @Test
  void oneThatIsDrainedSaysSoToWhoAsksWhetherItIsReady() {
    pod.declare(declared.build());
    pod.ready();
    assertThat(pod.probe("/metrics").body()).contains("mailhelm_draining 0");

    assertThat(pod.call("POST", "management", "/drain", "").statusCode()).isEqualTo(200);

    assertThat(pod.probe("/readyz"))
        .extracting(HttpResponse::statusCode, HttpResponse::body)
        .containsExactly(
            503,
            "it is drained: it takes no new mail until DELETE /drain (mailhelm drain --resume)\n");
    assertThat(pod.probe("/metrics").body()).contains("mailhelm_draining 1");
    assertThat(pod.call("DELETE", "management", "/drain", "").statusCode()).isEqualTo(200);
    assertThat(pod.probe("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void sigtermWhileWaitingEndsWithZero() throws Exception {
    pod.end();
    assertThat(pod.exitCode()).isZero();
  }

  private TestConfig brokenKey() {
    return new TestConfig()
        .listener("development", Tls.Optional, Auth.Required)
        .domain("example.com", Outbound.Capture)
        .key(new KeyPem("tls/example-com", "no certificate", "no key"));
  }

  private static String ask(SSLSocket socket) throws IOException {
    var request =
        "GET /config HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(ServedPod.TOKEN);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    var status = reader.readLine();
    int length = 0;
    for (var line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    assertThat(reader.skip(length)).isEqualTo(length);
    return status;
  }

  private String login(String user, String password) throws IOException {
    try (var client = new WireClient(pod.smtp("development"))) {
      client.reply();
      return logIn(client, user, password);
    }
  }

  private String send(String user, String password) throws IOException {
    return send(user, password, "Subject: Hello\r\n\r\nHello");
  }

  private String send(String message) throws IOException {
    return send("alice@example.com", "secret", message);
  }

  private String send(String user, String password, String message) throws IOException {
    try (var client = new WireClient(pod.smtp("development"))) {
      client.reply();
      logIn(client, user, password);
      client.ask("MAIL FROM:<" + user + ">");
      client.ask("RCPT TO:<" + user + ">");
      client.ask("DATA");
      return client.ask(message + "\r\n.");
    }
  }

  private static String logIn(WireClient client, String user, String password) throws IOException {
    client.ask("EHLO client.example");
    var response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return client.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(response));
  }
}
