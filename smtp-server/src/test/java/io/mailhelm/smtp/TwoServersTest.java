package io.mailhelm.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WatchedStore.Kept;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.send.DnssecMemory;
import io.mailhelm.smtp.send.Port25;
import io.mailhelm.smtp.send.SmtpDeliveryClients;
import io.mailhelm.smtp.send.StsMemory;
import io.mailhelm.smtp.send.TlsOutcomes;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.Suppression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers mail each other, each the other's relay; no name is asked of anybody. */
class TwoServersTest {
  private static final KeyPair KEY = pair();
  private final HandClock clock = new HandClock();
  private final SmtpDeliveryClients couriers = couriers(clock);
  private final SmtpDeliveryClients answering = couriers(Clock.systemUTC());
  private final RunningServer ours = new RunningServer(ours(unused()), couriers, clock);
  private final RunningServer theirs =
      new RunningServer(theirs(ours.port("smtp")), answering, Clock.systemUTC());

  @AfterEach
  void close() {
    try (couriers;
        answering;
        ours) {
      theirs.close();
    }
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SmtpDeliveryClients couriers(Clock clock) {
    return new SmtpDeliveryClients(
        () -> "mail.us.example",
        new InMemoryResolver(),
        name -> Optional.empty(),
        () -> List.of(Cidr.of("127.0.0.0/8")),
        List::of,
        StsMemory.NONE,
        DnssecMemory.ofProcess(),
        new Unheard(),
        new Port25(report -> {}),
        clock);
  }

  /** A port where nobody is. */
  private static int unused() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TestConfig ours(int relay) {
    var pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEY.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return config("us.example", "alice@us.example", relay)
        .dkim(new DkimKey("s1", DkimKey.Algorithm.Rsa, DkimKey.Stage.Active, "", "dkim/us"))
        .key(new KeyPem("dkim/us", "", pem));
  }

  private static TestConfig theirs(int relay) {
    return config("them.example", "bob@them.example", relay);
  }

  private static TestConfig config(String domain, String user, int relay) {
    var route =
        new Route(
            List.of("*"),
            Optional.of(
                new Route.Relay("127.0.0.1", relay, TlsLevel.Opportunistic, Optional.empty())));
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .listener("development", Tls.Optional, Auth.Required)
        .domain(domain, Outbound.Deliver)
        .certificates()
        .policy(
            new SendPolicy(
                "relayed",
                domain.replace('.', '-'),
                List.of(),
                SendPolicy.From.OwnAddresses,
                List.of(),
                false,
                List.of(route),
                DeliveryRules.DEFAULT))
        .user(user, "secret", Optional.of("relayed"), false, io.mailhelm.config.Quota.DEFAULT);
  }

  private static void send(RunningServer server, String from, String... to) throws IOException {
    try (var client = server.greeted("development")) {
      var login = "\0" + from + "\0secret";
      assertThat(
              client.ask(
                  "AUTH PLAIN "
                      + Base64.getEncoder()
                          .encodeToString(login.getBytes(StandardCharsets.US_ASCII))))
          .startsWith("235");
      assertThat(client.ask("MAIL FROM:<" + from + ">")).startsWith("250");
      for (var each : to) {
        assertThat(client.ask("RCPT TO:<" + each + ">")).startsWith("250");
      }
      assertThat(client.ask("DATA")).startsWith("354");
      var message = "From: " + from + "\r\nSubject: there\r\n\r\nA line.\r\n..\r\n.";
      assertThat(client.ask(message)).startsWith("250");
    }
  }

  private static Kept arrived(RunningServer server, String mailbox) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.store().kept(mailbox), all -> !all.isEmpty())
        .getLast();
  }

  private void theirsIsUp() {
    ours.offer(ours(theirs.port("smtp")));
  }

  @Test
  void aMessageArrivesSignedUnderTlsAndIsAnswered() throws Exception {
    theirsIsUp();
    send(ours, "alice@us.example", "bob@them.example");
    var arrived = arrived(theirs, "bob@them.example");
    assertThat(arrived.text())
        .startsWith("Return-Path: <bounces+")
        .contains("with ESMTPS", "DKIM-Signature: v=1;", "\r\nMessage-ID: ", "\r\nDate: ")
        .endsWith("Subject: there\r\n\r\nA line.\r\n.\r\n");
    var key =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
    var verified =
        new DKIMVerifier((method, selector, domain) -> List.of(key))
            .verify(new ByteArrayInputStream(arrived.octets()));
    assertThat(verified).hasSize(1);
    assertThat(verified.getFirst().getDToken()).hasToString("us.example");
    send(theirs, "bob@them.example", "alice@us.example");
    assertThat(arrived(ours, "alice@us.example").text()).contains("A line.");
  }

  @Test
  void aBounceOfTheirsComesToTheSenderOnce() throws Exception {
    theirsIsUp();
    send(ours, "alice@us.example", "nobody@them.example", "bob@them.example");
    var report = arrived(ours, "alice@us.example");
    assertThat(report.text())
        .contains("Action: failed", "nobody@them.example", "550 5.1.1 No such mailbox here");
    arrived(theirs, "bob@them.example");
    await().until(() -> ours.store().queue().all().stream().allMatch(it -> it.state().isFinal()));
    assertThat(ours.store().kept()).hasSize(1);
    // what came by a relay counts once it was said on two days
    assertThat(suppressed()).isEmpty();
    clock.advance(Duration.ofHours(20));
    send(ours, "alice@us.example", "nobody@them.example");
    await().until(() -> !suppressed().isEmpty());
    try (var client = ours.greeted("development")) {
      client.ask("AUTH PLAIN " + "AGFsaWNlQHVzLmV4YW1wbGUAc2VjcmV0");
      client.ask("MAIL FROM:<alice@us.example>");
      assertThat(client.ask("RCPT TO:<nobody@them.example>"))
          .startsWith("550 5.7.1 us.example does not mail this address any more (it bounced");
    }
  }

  private List<Suppression> suppressed() {
    return ours.store().suppressions().list(Optional.empty(), Optional.empty(), 10);
  }

  @Test
  void whatCouldNotBeHandedOverGoesWhenTheOtherIsThere() throws Exception {
    send(ours, "alice@us.example", "bob@them.example");
    await().until(() -> ours.store().queue().all().getFirst().attempts() == 1);
    var waiting = ours.store().queue().all().getFirst();
    assertThat(waiting.state()).isEqualTo(State.QUEUED);
    assertThat(theirs.store().kept()).isEmpty();
    theirsIsUp();
    clock.advanceTo(waiting.due());
    ours.server().sending().wake();
    arrived(theirs, "bob@them.example");
    await().until(() -> ours.store().queue().all().getFirst().state() == State.DELIVERED);
    assertThat(ours.store().queue().attempts(waiting.id())).hasSize(2);
    assertThat(ours.events(Event.Failed.class)).isEmpty();
  }

  private static final class Unheard implements TlsOutcomes {
    @Override
    public void secured(String domain, Policy policy, String host) {}

    @Override
    public void failed(String domain, Policy policy, String host, Result result, String detail) {}
  }
}
