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

class LoginTest {
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
    try (var peer = new ScriptedPeer(authority.server("relay.example").context(), script + TAKES);
        var sending = new Sending(1, Sending.TIMEOUTS, List.of(authority.root()))) {
      var courier = sending.smarthost(peer.port(), TlsLevel.Required, login);
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

  @Test
  void defersWhenTheRelayDoesNotTakeThePassword() throws IOException {
    assertThat(says(relay("PLAIN") + "C: AUTH PLAIN\nS: 535 5.7.8 no\n", "relay/login"))
        .isEqualTo(
            "DEFERRED 535 4.7.8 the relay does not take our login (check username and password in Secret login): no");
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
    assertThat(Round.isTlsFirst(465)).isTrue();
    assertThat(Round.isTlsFirst(587)).isFalse();
    assertThat(Round.isTlsFirst(2465)).isFalse();
  }
}
