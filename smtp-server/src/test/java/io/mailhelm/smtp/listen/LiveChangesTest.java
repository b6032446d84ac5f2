package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.Quota;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LiveChangesTest {
  private static final String ALICE = "AUTH PLAIN AGFsaWNlAHNlY3JldA==";

  private static TestConfig config() {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .listener("development", Tls.Optional, Auth.Required)
        .domain("example.com", Outbound.Capture)
        .user("alice@example.com", "secret")
        .user("bob@example.com", "builder");
  }

  @Test
  void opensNewListenersAndClosesGoneOnesToNewConnectionsAlone() throws IOException {
    try (var server = new RunningServer(config());
        var old = server.greeted("development")) {
      int gone = server.port("development");
      int stays = server.port("smtp");
      server.offer(
          config().withoutListener("development").listener("second", Tls.Optional, Auth.Required));
      assertThat(server.port("smtp")).isEqualTo(stays);
      Awaitility.await("the kernel lets go of the listener that an accept still held")
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> new WireClient(gone))
                      .isInstanceOf(ConnectException.class));
      try (var client = server.greeted("second")) {
        assertThat(client.ask(ALICE)).startsWith("235");
      }
      assertThat(old.ask(ALICE)).startsWith("235");
    }
  }

  @Test
  void appliesChangedLimitsAndUsersToSessionsThatAreOpen() throws IOException {
    try (var server = new RunningServer(config());
        var client = server.greeted("development")) {
      client.ask(ALICE);
      var base = ServerLimits.DEFAULT;
      server.offer(
          config()
              .user("new@example.com", "n")
              .limits(
                  new ServerLimits(
                      500,
                      1,
                      base.connections(),
                      base.connectionsPerAddress(),
                      base.commandTimeout(),
                      base.dataTimeout(),
                      base.sessionTimeout(),
                      base.errors(),
                      5,
                      5,
                      base.authFailureWindow(),
                      base.outboundConnections(),
                      base.queue(),
                      base.deliveryHistory(),
                      base.http(),
                      base.outbound(),
                      base.storage())));
      assertThat(client.ask("MAIL FROM:<alice@example.com> SIZE=501")).startsWith("552");
      assertThat(client.ask("MAIL FROM:<alice@example.com>")).startsWith("250");
      assertThat(client.ask("RCPT TO:<new@example.com>")).startsWith("250");
      assertThat(client.ask("RCPT TO:<bob@example.com>")).startsWith("452 4.5.3");
    }
  }

  @Test
  void endsTheLoginOfAUserThatIsGone() throws IOException {
    try (var server = new RunningServer(config());
        var client = server.greeted("development")) {
      client.ask(ALICE);
      server.offer(config().without("alice@example.com"));
      assertThat(client.ask("MAIL FROM:<alice@example.com>")).startsWith("530");
    }
  }

  /** Or whoever may change one user, and opens a connection each time, fills the memory. */
  @Test
  void sessionsThatWaitKeepNoConfigThatIsOver() throws IOException {
    try (var server = new RunningServer(config());
        var silent = server.greeted("smtp");
        var exchanging = server.greeted("development");
        var receiving = inMessage(server)) {
      assertThat(silent.ask("NOOP")).startsWith("250");
      // RFC 5802 §5: n,,n=alice,r=nonce
      assertThat(exchanging.ask("AUTH SCRAM-SHA-256 biwsbj1hbGljZSxyPW5vbmNl")).startsWith("334");
      var before = new WeakReference<>(server.running());
      server.offer(config().user("carol@example.com", "secret"));
      Awaitility.await()
          .until(
              () -> {
                System.gc();
                return before.refersTo(null);
              });
      assertThat(receiving.ask("From: alice@example.com\r\n\r\n.")).startsWith("250 2.0.0");
    }
  }

  @Test
  void takesNoMessageOfAUserThatWentWhileItCame() throws IOException {
    try (var server = new RunningServer(config());
        var client = inMessage(server)) {
      server.offer(config().without("alice@example.com"));
      assertThat(client.ask("From: bob@example.com\r\n\r\n.")).startsWith("451 4.7.0");
      assertThat(client.ask("MAIL FROM:<alice@example.com>")).startsWith("530");
      assertThat(server.store().kept()).isEmpty();
      assertThat(server.store().openBodies()).isZero();
    }
  }

  @Test
  void takesNoMessageOfAUserThatWasSuspendedWhileItCame() throws IOException {
    try (var server = new RunningServer(config());
        var client = inMessage(server)) {
      server.offer(
          config().user("alice@example.com", "secret", Optional.empty(), true, Quota.DEFAULT));
      assertThat(client.ask("From: alice@example.com\r\n\r\n.")).startsWith("550 5.7.1");
      assertThat(server.store().kept()).isEmpty();
    }
  }

  private static WireClient inMessage(RunningServer server) throws IOException {
    var client = server.greeted("development");
    client.ask(ALICE);
    client.ask("MAIL FROM:<alice@example.com>");
    client.ask("RCPT TO:<bob@example.com>");
    assertThat(client.ask("DATA")).startsWith("354");
    return client;
  }

  @Test
  void showsTheCertificateOfTheNameThatIsAskedForAndANewOneAtTheNextHandshake() throws IOException {
    var first = TestCertificate.of("tls/example-com", "mail.example.com");
    var other = TestCertificate.of("tls/hosted-example", "mail.hosted.example");
    var renewed = TestCertificate.of("tls/example-com", "mail.example.com");
    try (var server =
        new RunningServer(
            config().domain("hosted.example", Outbound.Capture).key(first).key(other))) {
      assertThat(certificate(server, "mail.example.com")).isEqualTo(TestCertificate.leaf(first));
      assertThat(certificate(server, "mail.hosted.example")).isEqualTo(TestCertificate.leaf(other));
      assertThat(certificate(server, "unknown.example")).isEqualTo(TestCertificate.leaf(first));
      server.offer(config().domain("hosted.example", Outbound.Capture).key(renewed).key(other));
      assertThat(certificate(server, "mail.example.com")).isEqualTo(TestCertificate.leaf(renewed));
    }
  }

  @Test
  void refusesTlsOlderThan12() throws IOException {
    try (var server = new RunningServer(config().certificates());
        var client = server.greeted("smtp")) {
      assertThat(client.ask("STARTTLS")).startsWith("220");
      assertThatThrownBy(() -> client.startTls("mail.example.com", "TLSv1.1"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void tellsOfAPortThatIsTakenAndServesTheOthers() throws IOException {
    try (var first = new RunningServer(config())) {
      int taken = first.port("smtp");
      try (var second = new RunningServer(config())) {
        second.live().offer(withFixed(config().build(), taken), List.of());
        var status = second.server().listeners();
        assertThat(status).hasSize(3);
        assertThat(status.getLast().isListening()).isFalse();
        assertThat(status.getLast().problem()).contains("cannot bind 127.0.0.1:" + taken);
        assertThat(second.events(Event.Failed.class)).hasSize(1);
        try (var client = second.greeted("smtp")) {
          assertThat(client.ask("NOOP")).startsWith("250");
        }
      }
    }
  }

  private static X509Certificate certificate(RunningServer server, String host) throws IOException {
    try (var client = server.greeted("smtp")) {
      client.ask("STARTTLS");
      return (X509Certificate) client.startTls(host).getPeerCertificates()[0];
    }
  }

  private static ServerConfig withFixed(ServerConfig config, int port) {
    var was = config.server();
    var listeners = new java.util.ArrayList<>(was.listeners());
    listeners.add(
        new Listener("fixed", Optional.of("127.0.0.1"), port, Tls.Optional, Auth.None, List.of()));
    var server =
        new Server(
            was.domain(),
            was.hostname(),
            listeners,
            was.management(),
            was.mailApi(),
            was.web(),
            was.limits(),
            was.relayFrom(),
            was.drainTimeout(),
            was.resolvers(),
            was.privateNetworks(),
            was.trustedCertificates(),
            was.retention(),
            List.of());
    return new ServerConfig(
        server,
        config.domains(),
        config.users(),
        config.sendPolicies(),
        config.tombstones(),
        config.keys(),
        config.credentials());
  }
}
