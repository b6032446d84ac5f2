package io.mailhelm.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.probe.Probe.Login;
import io.mailhelm.cli.probe.Probe.Target;
import io.mailhelm.cli.probe.ProbeFinding.Verdict;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.subethamail.wiser.Wiser;

/**
 * Against SubEtha's Wiser, which takes any message from anyone: what the probe must call an open
 * relay.
 */
class ProbeTest {
  private static final String GREETING = "220 ours.test\r\n";

  @Test
  void callsAServerThatTakesEverythingAnOpenRelay() throws Exception {
    var wiser =
        Wiser.create(
            org.subethamail.smtp.server.SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress()));
    wiser.start();
    try {
      var findings =
          new Probe(target(wiser.getServer().getPortAllocated()), Clock.systemUTC()).run();

      assertThat(findings)
          .anySatisfy(
              finding -> {
                assertThat(finding.verdict()).isEqualTo(Verdict.bad);
                assertThat(finding.text()).contains("OPEN RELAY");
              })
          .anySatisfy(finding -> assertThat(finding.text()).contains("mail travels in clear"));
      assertThat(wiser.getMessages()).isEmpty();
    } finally {
      wiser.stop();
    }
  }

  @Test
  void saysWhenNobodyAnswers() throws Exception {
    int port;
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(new Probe(target(port), Clock.systemUTC()).run())
        .singleElement()
        .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.bad));
  }

  @Test
  void sendsNoPasswordInClear() throws Exception {
    var login = Optional.of(new Login("alice@ours.test", "secret", true));
    try (var server = new ScriptedServer(GREETING, ProbeTest::withoutTls)) {
      assertThat(probe(new Target("127.0.0.1", server.port(), login, Optional.empty())))
          .anySatisfy(
              finding -> {
                assertThat(finding.subject()).isEqualTo("login");
                assertThat(finding.verdict()).isEqualTo(Verdict.bad);
              });
      assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void sendsOneMessageAndShowsTheWordsOfTheServer() throws Exception {
    try (var server = new ScriptedServer(GREETING, ProbeTest::withoutTls)) {
      var to = Optional.of("bob@ours.test");

      assertThat(probe(new Target("127.0.0.1", server.port(), Optional.empty(), to)))
          .last()
          .satisfies(finding -> assertThat(finding.text()).isEqualTo("accepted for bob@ours.test"));
      assertThat(server.heard())
          .contains("RCPT TO:<bob@ours.test>", "Subject: mailhelm probe", ".")
          .endsWith("QUIT");
    }
  }

  @Test
  void givesUpOnAReplyWithoutEnd() throws Exception {
    try (var server = new ScriptedServer("220-x\r\n".repeat(1000), line -> "")) {
      assertThat(probe(target(server.port())))
          .singleElement()
          .satisfies(
              finding -> assertThat(finding.text()).contains("a reply of more than 100 lines"));
    }
    try (var server = new ScriptedServer("x".repeat(10_000), line -> "")) {
      assertThat(probe(target(server.port())))
          .singleElement()
          .satisfies(
              finding -> assertThat(finding.text()).contains("a line of more than 2000 octets"));
    }
  }

  @Test
  void takesNothingThatFollowsTheReplyToStartTlsInClear() throws Exception {
    try (var server =
        new ScriptedServer(
            GREETING,
            line ->
                switch (line) {
                  case "STARTTLS" -> "220 go on\r\n250 injected\r\n";
                  default -> "250-ours.test\r\n250 STARTTLS\r\n";
                })) {
      assertThat(probe(target(server.port())))
          .last()
          .satisfies(
              finding -> assertThat(finding.text()).contains("somebody may have put it there"));
    }
  }

  @Test
  void movesNobodysCursor() throws Exception {
    try (var server = new ScriptedServer("554 \u001b[2Jgo away\r\n", line -> "250 ok\r\n")) {
      assertThat(probe(target(server.port())))
          .singleElement()
          .satisfies(finding -> assertThat(finding.text()).contains("554 ?[2Jgo away"));
    }
  }

  /** Takes everything, of anyone. */
  private static String withoutTls(String line) {
    var verb = line.split("[ :]", 2)[0];
    return switch (verb) {
      case "EHLO" -> "250-ours.test\r\n250 AUTH PLAIN\r\n";
      case "DATA" -> "354 go on\r\n";
      case "MAIL", "RCPT", "RSET", "AUTH", ".", "QUIT" -> "250 ok\r\n";
      default -> "";
    };
  }

  private static List<ProbeFinding> probe(Target target) {
    return new Probe(target, Clock.systemUTC()).run();
  }

  private static Target target(int port) {
    return new Target("127.0.0.1", port, Optional.empty(), Optional.empty());
  }
}
