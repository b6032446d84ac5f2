package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.MESSAGE;
import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsTest {
  private static final String MX = "mx.there.example";
  private static final String TAKES =
      "C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
  private static final String CLEAR = "S: 220 hi\nC: EHLO\nS: 250 hi\n" + TAKES;
  private static final String SECURE =
      "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO\nS: 250 hi\n"
          + TAKES;
  private final TestAuthority authority = new TestAuthority();

  private static String policy(String mode, String mx, int maxAge) {
    return "version: STSv1\\nmode: %s\\nmx: %s\\nmax_age: %d\\n".formatted(mode, mx, maxAge);
  }

  private ScriptedPeer web(String... policies) {
    var scripts = new String[policies.length];
    for (int i = 0; i < policies.length; i++) {
      scripts[i] = web200(policies[i]);
    }
    return new ScriptedPeer(authority.server("mta-sts.there.example").context(), scripts);
  }

  private static String web200(String policy) {
    return """
    TLS
    C: GET /.well-known/mta-sts.txt HTTP/1.1
    C: Host: mta-sts.there.example
    RAW: HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\n%s
    """
        .formatted(policy);
  }

  private Sending sending(ScriptedPeer peer, ScriptedPeer web, StsMemory memory) {
    var sending =
        new Sending(
            peer.port(),
            Sending.TIMEOUTS,
            List.of(authority.root()),
            web.port(),
            memory,
            Clock.systemUTC());
    sending
        .dns
        .txt("_mta-sts.there.example", "v=STSv1; id=1;")
        .address("mta-sts.there.example", "127.0.0.1");
    return sending;
  }

  private static Attempt attempt(Sending sending, Requirement... requirements) {
    return sending
        .exchange()
        .attempt(parcel(MESSAGE, Set.of(requirements), "b@there.example"))
        .getFirst();
  }

  @Test
  void enforcesAPolicyThatNamesTheServer() throws IOException {
    try (var web = web(policy("enforce", "*.there.example", 86_400));
        var peer = new ScriptedPeer(authority.server(MX).context(), SECURE);
        var sending = sending(peer, web, StsMemory.NONE)) {
      var attempt = attempt(sending);
      assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(attempt.tls()).isEqualTo("TLSv1.3 verified (its MTA-STS policy)");
      assertThat(sending.outcomes).containsExactly("there.example STS " + MX + " ok");
      attempt(sending);
      assertThat(web.connections()).isOne();
    }
  }

  @Test
  void sendsNothingWhereAnEnforcedPolicyIsNotMet() throws IOException {
    notMet(new ScriptedPeer(CLEAR), "*.there.example", "starttls-not-supported");
    notMet(
        new ScriptedPeer(authority.server("x.example").context(), SECURE),
        MX,
        "certificate-host-mismatch");
    notMet(
        new ScriptedPeer(authority.server(MX).context(), SECURE),
        "other.example",
        "validation-failure");
  }

  private void notMet(ScriptedPeer peer, String names, String result) throws IOException {
    try (var web = web(policy("enforce", names, 86_400));
        peer;
        var sending = sending(peer, web, StsMemory.NONE)) {
      assertThat(told(List.of(attempt(sending))).getFirst()).startsWith("DEFERRED 0 4.7.");
      assertThat(peer.messages()).isEmpty();
      assertThat(sending.outcomes).containsExactly("there.example STS " + MX + " " + result);
      assertThat(told(List.of(attempt(sending, Requirement.TLS_OPTIONAL))))
          .as("the sender waives it")
          .containsExactly("DELIVERED 250 2.0.0 ok");
    }
  }

  @Test
  void onlyTellsWhatATestedPolicyIsNotMetBy() throws IOException {
    try (var web = web(policy("testing", MX, 86_400));
        var peer = new ScriptedPeer(authority.server("x.example").context(), SECURE);
        var sending = sending(peer, web, StsMemory.NONE)) {
      assertThat(told(List.of(attempt(sending)))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(sending.outcomes)
          .containsExactly("there.example STS " + MX + " certificate-host-mismatch");
    }
  }

  @Test
  void keepsAPolicyWhateverTheDnsAndTheWebServerSayLater(@TempDir Path folder) throws IOException {
    try (var web = web(policy("enforce", MX, 86_400), "no policy");
        var peer = new ScriptedPeer(CLEAR)) {
      try (var sending = sending(peer, web, new StsFolder(folder))) {
        assertThat(told(List.of(attempt(sending))).getFirst()).startsWith("DEFERRED");
        sending.dns.forget("_mta-sts.there.example");
        assertThat(told(List.of(attempt(sending))).getFirst()).startsWith("DEFERRED");
        sending.dns.txt("_mta-sts.there.example", "v=STSv1; id=2;");
        assertThat(told(List.of(attempt(sending))).getFirst()).startsWith("DEFERRED");
        assertThat(sending.outcomes).contains("there.example STS  sts-policy-invalid");
      }
      try (var restarted = sending(peer, web, new StsFolder(folder))) {
        restarted.dns.forget("_mta-sts.there.example");
        assertThat(told(List.of(attempt(restarted))).getFirst()).startsWith("DEFERRED 0 4.7.10");
      }
    }
  }

  @Test
  void forgetsAPolicyWhoseTimeHasRunOut(@TempDir Path folder) throws IOException {
    try (var web = web(policy("enforce", MX, 60));
        var peer = new ScriptedPeer(CLEAR)) {
      try (var sending = sending(peer, web, new StsFolder(folder))) {
        assertThat(told(List.of(attempt(sending))).getFirst()).startsWith("DEFERRED");
      }
      var later = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(61));
      try (var restarted =
          new Sending(peer.port(), Sending.TIMEOUTS, List.of(), 1, new StsFolder(folder), later)) {
        assertThat(told(List.of(attempt(restarted)))).containsExactly("DELIVERED 250 2.0.0 ok");
      }
      assertThat(folder.toFile().list()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RAW: HTTP/1.1 301 Moved\\r\\nLocation: https://x.example/\\r\\n\\r\\n",
        "RAW: HTTP/1.1 200 OK\\r\\nContent-Length: 500\\r\\n\\r\\nversion: STSv1\\n",
        "FLOOD: HTTP/1.1 200 OK\\r\\nX: y\\r\\n",
        "RAW: 220 mail\\r\\n\\r\\n",
        "HANG"
      })
  void goesOnWithoutAPolicyThatCannotBeFetched(String answer) throws IOException {
    var script = "TLS\nC: GET\nC: Host\n" + answer;
    try (var web = new ScriptedPeer(authority.server("mta-sts.there.example").context(), script);
        var peer = new ScriptedPeer(CLEAR);
        var sending = sending(peer, web, StsMemory.NONE)) {
      assertThat(told(List.of(attempt(sending)))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(sending.outcomes.getFirst())
          .isEqualTo("there.example STS  sts-policy-fetch-error");
    }
  }

  @Test
  void fetchesNoPolicyFromAServerOfAnotherName() throws IOException {
    try (var web =
            new ScriptedPeer(
                authority.server("there.example").context(), web200(policy("enforce", MX, 60)));
        var peer = new ScriptedPeer(CLEAR);
        var sending = sending(peer, web, StsMemory.NONE)) {
      assertThat(told(List.of(attempt(sending)))).containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(sending.outcomes.getFirst()).isEqualTo("there.example STS  sts-webpki-invalid");
      assertThat(web.heard()).isEmpty();
    }
  }

  @Test
  void readsPoliciesAsRfc8461WritesThem() throws StsPolicy.InvalidException {
    var policy =
        StsPolicy.parse(
            "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\n"
                + "x: y\r\nmax_age: 99999999999\r\n".replace("99999999999", "9999999999"));
    assertThat(policy.maxAge()).isEqualTo(Duration.ofSeconds(31_557_600));
    assertThat(policy.names("MAIL.example.com")).isTrue();
    assertThat(policy.names("a.example.net")).isTrue();
    assertThat(policy.names("a.b.example.net")).isFalse();
    assertThat(policy.names("example.net")).isFalse();
    for (var bad :
        List.of(
            "",
            "version: STSv2\nmode: none\nmax_age: 1",
            "version: STSv1\nmode: enforce\nmax_age: 1",
            "version: STSv1\nmode: maybe\nmx: a\nmax_age: 1",
            "version: STSv1\nmode: enforce\nmx: a",
            "version: STSv1\nmode: enforce\nmx: a\nmax_age: -1",
            "<html>")) {
      assertThatThrownBy(() -> StsPolicy.parse(bad)).isInstanceOf(StsPolicy.InvalidException.class);
    }
  }

  @Test
  void readsTheIdOfThePolicyWhereThereIsOneRecord() {
    assertThat(StsPolicy.id(List.of("x", "v=STSv1; id=2026a;"))).contains("2026a");
    assertThat(StsPolicy.id(List.of("v=STSv1; id=1", "v=STSv1; id=2"))).isEmpty();
    assertThat(StsPolicy.id(List.of("v=STSv1; id=not-one"))).isEmpty();
    assertThat(StsPolicy.id(List.of("v=STSv10; id=1"))).isEmpty();
  }

  @Test
  void asksNothingOfTheDnsForARelay() throws IOException {
    try (var web = web(policy("enforce", MX, 60));
        var peer = new ScriptedPeer(CLEAR);
        var sending = sending(peer, web, StsMemory.NONE)) {
      var courier = sending.smarthost(peer.port(), TlsLevel.Opportunistic, "");
      assertThat(told(courier.attempt(parcel("b@there.example"))))
          .containsExactly("DELIVERED 250 2.0.0 ok");
      assertThat(web.connections()).isZero();
      assertThat(sending.outcomes).isEmpty();
    }
  }
}
