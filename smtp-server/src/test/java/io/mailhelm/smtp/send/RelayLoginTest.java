package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.fake.TestConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayLoginTest {
  private static final String TAKES =
      "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
  private final TestAuthority authority = new TestAuthority();

  private static String relay(String mechanisms) {
    return """
    S: 220 hi
    C: EHLO
    S: 250-hi
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 go
    TLS
    C: EHLO
    S: 250-hi
    S: 250 AUTH %s
    """
        .formatted(mechanisms);
  }

  private String says(String script, String login) throws IOException {
    return says(script, login, TlsLevel.Required, "relay.example");
  }

  /**
   * @param certificate the name in the relay's certificate
   */
  private String says(String script, String login, TlsLevel level, String certificate)
      throws IOException {
    try (var peer = new ScriptedPeer(authority.server(certificate).context(), script + TAKES);
        var sending = new Sending(1, Sending.TIMEOUTS, List.of(authority.root()))) {
      var courier = sending.smarthost(peer.port(), level, login);
      var told = told(courier.attempt(parcel("b@there.example"))).getFirst();
      assertThat(peer.surprises()).isEmpty();
      return told;
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void logsInWithPlainOrLoginUnderTls() throws IOException {
    var plain = "C: AUTH PLAIN " + base64("\0us@example.com\0a pass,word=1") + "\nS: 235 in\n";
    assertThat(says(relay("LOGIN PLAIN") + plain, "relay/login"))
        .isEqualTo("DELIVERED 250 2.0.0 ok");
    var login =
        "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: %s\nS: 334 UGFzc3dvcmQ6\nC: %s\nS: 235 in\n"
            .formatted(base64("us@example.com"), base64("a pass,word=1"));
    assertThat(says(relay("LOGIN") + login, "relay/login")).isEqualTo("DELIVERED 250 2.0.0 ok");
  }

  private static final String PLAIN = base64("\0us@example.com\0a pass,word=1");
  private static final String USER = base64("us@example.com");
  private static final String PASSWORD = base64("a pass,word=1");
  private static final String DELIVERED = "DELIVERED 250 2.0.0 ok";
  private static final String NOT_TAKEN =
      " the relay does not take our login (check username and password in Secret login): ";

  @ParameterizedTest
  @CsvSource({
    "Username:,Password:",
    "USERNAME,password",
    "VXNlcm5hbWU6,UGFzc3dvcmQ6",
    "'',''",
    "who are you?,well?",
    "Password:,Username:"
  })
  void answersWhateverLoginPromptsInOrder(String first, String second) throws IOException {
    var login =
        "C: AUTH LOGIN\nS: 334 %s\nC: %s\nS: 334 %s\nC: %s\nS: 235 in\n"
            .formatted(first, USER, second, PASSWORD);
    assertThat(says(relay("LOGIN") + login, "relay/login")).isEqualTo(DELIVERED);
  }

  @Test
  void answersAPlainThatAsksOnceMore() throws IOException {
    var plain = "C: AUTH PLAIN\nS: 334 \nC: %s\nS: 235 in\n".formatted(PLAIN);
    assertThat(says(relay("PLAIN") + plain, "relay/login")).isEqualTo(DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504, 534})
  void takesLoginWherePlainIsNotToBeHad(int code) throws IOException {
    var script =
        "C: AUTH PLAIN\nS: %d not that\nC: AUTH LOGIN\nS: 334 x\nC: %s\nS: 334 x\nC: %s\nS: 235 in\n"
            .formatted(code, USER, PASSWORD);
    assertThat(says(relay("PLAIN LOGIN") + script, "relay/login")).isEqualTo(DELIVERED);
    assertThat(
            says(relay("PLAIN") + "C: AUTH PLAIN\nS: %d not that\n".formatted(code), "relay/login"))
        .startsWith("DEFERRED " + code)
        .endsWith(NOT_TAKEN + "PLAIN: " + code + " not that");
  }

  @Test
  void triesNoOtherWayWithAPasswordThatIsWrongOrARelayThatIsBusy() throws IOException {
    for (var said : List.of("535 5.7.8 no", "454 4.7.0 later", "550 no")) {
      assertThat(says(relay("PLAIN LOGIN") + "C: AUTH PLAIN\nS: " + said + "\n", "relay/login"))
          .startsWith("DEFERRED " + said.substring(0, 3))
          .contains(NOT_TAKEN + "PLAIN: ");
    }
  }

  @Test
  void takesPlainOnceWhereScramFailsAndTheRelayIsVerified() throws IOException {
    var scram = relay("SCRAM-SHA-256 PLAIN LOGIN") + "C: AUTH SCRAM-SHA-256\nS: 535 5.7.8 no\n";
    assertThat(says(scram + "C: AUTH PLAIN " + PLAIN + "\nS: 235 in\n", "relay/login"))
        .isEqualTo(DELIVERED);
    assertThat(says(scram + "C: AUTH PLAIN\nS: 535 5.7.8 wrong: " + PASSWORD + "\n", "relay/login"))
        .isEqualTo(
            "DEFERRED 535 4.7.8"
                + NOT_TAKEN
                + "SCRAM-SHA-256: 535 no; PLAIN: 535 (words with our password in them)");
    assertThat(says(scram + "C: AUTH PLAIN\nCLOSE\n", "relay/login"))
        .isEqualTo(
            "DEFERRED 0 4.4.2"
                + NOT_TAKEN
                + "SCRAM-SHA-256: 535 no; PLAIN: closed the connection instead of answering AUTH");
  }

  @Test
  void givesNoPasswordToARelayThatIsNotVerifiedBecauseItRefusesScram() throws IOException {
    for (int code : new int[] {535, 504}) {
      var scram =
          relay("SCRAM-SHA-256 PLAIN LOGIN") + "C: AUTH SCRAM-SHA-256\nS: %d no\n".formatted(code);
      assertThat(says(scram, "relay/login", TlsLevel.Opportunistic, "other.example"))
          .startsWith("DEFERRED " + code)
          .endsWith(NOT_TAKEN + "SCRAM-SHA-256: " + code + " no");
    }
    var inClear =
        "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 AUTH SCRAM-SHA-256 PLAIN\nC: AUTH SCRAM-SHA-256\nS: 535 no\n";
    assertThat(says(inClear, "relay/login", TlsLevel.Opportunistic, "relay.example"))
        .endsWith(NOT_TAKEN + "SCRAM-SHA-256: 535 no");
  }

  @Test
  void doesNotTakeAServerThatLetsAnybodyInForOneThatKnowsThePassword() throws IOException {
    assertThat(says(relay("SCRAM-SHA-256 PLAIN") + "C: AUTH SCRAM\nS: 235 in\n", "relay/login"))
        .isEqualTo(
            "DEFERRED 0 4.7.8 the relay failed the login: it does not prove that it knows the password");
  }

  @Test
  void understandsMechanismsAsOldClientsWantThem() throws IOException {
    var plain = "C: AUTH PLAIN\nS: 235 in\n";
    for (var lines : List.of("S: 250 AUTH=PLAIN LOGIN", "S: 250-AUTH=PLAIN\nS: 250 AUTH LOGIN")) {
      var relay = relay("").replace("S: 250 AUTH \n", lines + "\n");
      assertThat(says(relay + plain, "relay/login")).as(lines).isEqualTo(DELIVERED);
    }
  }

  @Test
  void defersWhenTheRelayDoesNotTakeThePassword() throws IOException {
    assertThat(says(relay("PLAIN") + "C: AUTH PLAIN\nS: 535 5.7.8 no\n", "relay/login"))
        .isEqualTo(
            "DEFERRED 535 4.7.8 the relay does not take our login (check username and password in Secret login): PLAIN: 535 no");
    assertThat(says(relay("GSSAPI"), "relay/login"))
        .startsWith("DEFERRED 0 4.7.8 the relay offers");
    assertThat(says(relay("PLAIN"), "relay/other"))
        .isEqualTo("DEFERRED 0 4.7.8 there is no login relay/other for the relay relay.example");
  }

  @Test
  void passesOnNoWordsOfARelayThatHaveThePasswordInThem() throws IOException {
    var password = base64("a pass,word=1");
    var login =
        "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: \nS: 334 UGFzc3dvcmQ6\nC: %s\nS: 500 what? %s\n"
            .formatted(password, password);
    assertThat(says(relay("LOGIN") + login, "relay/login"))
        .startsWith("DEFERRED 500")
        .doesNotContain(password);
    var plain = base64("\0us@example.com\0a pass,word=1");
    var echo = "C: AUTH PLAIN\nS: 501 5.5.2 bad: AUTH PLAIN %s\n".formatted(plain);
    assertThat(says(relay("PLAIN") + echo, "relay/login"))
        .startsWith("DEFERRED 501")
        .doesNotContain(plain);
  }

  @Test
  void neverSaysAPasswordInClear() throws IOException {
    var inClear = "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 AUTH PLAIN LOGIN\nHANG";
    try (var peer = new ScriptedPeer(inClear);
        var sending = new Sending(1, Sending.HASTY, List.of())) {
      var courier = sending.smarthost(peer.port(), TlsLevel.Opportunistic, "relay/login");
      assertThat(told(courier.attempt(parcel("b@there.example"))).getFirst())
          .startsWith("DEFERRED 0 4.7.8 the relay is not logged in at without TLS");
      assertThat(peer.heard()).containsExactly("EHLO us.example");
    }
  }

  @Test
  void endsALoginWhoseServerDoesNotKnowThePasswordEither() throws IOException {
    var script =
        relay("SCRAM-SHA-256 PLAIN") + "C: AUTH SCRAM-SHA-256\nS: 334 " + base64("r=x,s=eA==,i=1");
    assertThat(says(script + "\n", "relay/login"))
        .startsWith("DEFERRED 0 4.7.8 the relay failed the login: its challenge is not SCRAM's");
  }

  @Test
  void logsInAtOurOwnServerWithScram() {
    var config =
        new TestConfig()
            .listener("submission", Tls.StartTls, Auth.Required)
            .domain("example.com", Outbound.Capture)
            .certificates()
            .user("us@example.com", "a pass,word=1", "a@us.example");
    try (var server = new RunningServer(config);
        var sending = new Sending(1)) {
      var courier =
          sending.smarthost(server.port("submission"), TlsLevel.Opportunistic, "relay/login");
      var attempt = courier.attempt(parcel("us@example.com")).getFirst();
      assertThat(told(List.of(attempt)).getFirst()).startsWith("DELIVERED 250 2.0.0");
    }
  }

  @Test
  void speaksTlsFirstOnPort465Only() {
    assertThat(DeliveryAttempt.isTlsFirst(465)).isTrue();
    assertThat(DeliveryAttempt.isTlsFirst(587)).isFalse();
    assertThat(DeliveryAttempt.isTlsFirst(2465)).isFalse();
  }

  @Test
  void tellsNobodyThePasswordThatAnswersWithoutACodeRepeat() throws IOException {
    var told =
        says(
            relay("LOGIN") + "C: AUTH\nS: 334 a\nC: \nS: 334 b\nC: \nS: a pass,word=1\n",
            "relay/login");
    assertThat(told).startsWith("DEFERRED 0 4.5.0").doesNotContain("pass,word");
  }
}
