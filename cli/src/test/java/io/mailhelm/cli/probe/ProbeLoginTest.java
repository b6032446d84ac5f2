package io.mailhelm.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.probe.Probe.Login;
import io.mailhelm.cli.probe.Probe.Target;
import io.mailhelm.cli.probe.ProbeFinding.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a probe gives the password to, of those who speak TLS. */
class ProbeLoginTest {
  @Test
  void logsInWhereTheCertificateIsTrusted() throws Exception {
    var certificate = AddressCertificate.of("127.0.0.1");

    assertThat(heard(certificate, certificate, false, Verdict.ok)).contains("AUTH");
  }

  @Test
  void givesNoPasswordToWhomNobodyVouchesFor() throws Exception {
    var certificate = AddressCertificate.of("127.0.0.1");
    var another = AddressCertificate.of("127.0.0.1");

    assertThat(heard(certificate, another, false, Verdict.bad)).doesNotContain("AUTH");
  }

  @Test
  void givesNoPasswordToAnotherThanWasAskedFor() throws Exception {
    var certificate = AddressCertificate.of("127.0.0.2");

    assertThat(heard(certificate, certificate, false, Verdict.bad)).doesNotContain("AUTH");
  }

  @Test
  void logsInAnywhereWhenToldTo() throws Exception {
    var certificate = AddressCertificate.of("127.0.0.2");
    var another = AddressCertificate.of("127.0.0.1");

    assertThat(heard(certificate, another, true, Verdict.ok)).contains("AUTH");
  }

  /** The verbs that a server with this certificate hears. */
  private static List<String> heard(
      AddressCertificate shown, AddressCertificate trusted, boolean insecure, Verdict login)
      throws Exception {
    try (var server =
        new ScriptedServer(
            "220 ours.test\r\n", ProbeLoginTest::answer, Optional.of(shown.context()))) {
      var alice = Optional.of(new Login("alice@ours.test", "secret", insecure));
      var target = new Target("127.0.0.1", server.port(), alice, Optional.empty());
      var seen = new SeenCertificates(SeenCertificates.trust(Optional.of(trusted.store())));

      assertThat(new Probe(target, Clock.systemUTC(), seen).run())
          .anySatisfy(
              finding -> {
                assertThat(finding.subject()).isEqualTo("login");
                assertThat(finding.verdict()).isEqualTo(login);
              });
      return server.heard().stream().map(line -> line.split("[ :]", 2)[0]).toList();
    }
  }

  private static String answer(String line) {
    return switch (line.split("[ :]", 2)[0]) {
      case "EHLO" -> "250-ours.test\r\n250 STARTTLS\r\n";
      case "STARTTLS" -> "220 go on\r\n";
      case "AUTH" -> "235 2.7.0 welcome\r\n";
      default -> "250 ok\r\n";
    };
  }
}
