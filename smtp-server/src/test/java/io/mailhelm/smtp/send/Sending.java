package io.mailhelm.smtp.send;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import io.mailhelm.smtp.transfer.MessageOctets;
import io.mailhelm.smtp.wire.Deadlines;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Couriers with short deadlines and a DNS of a test's making, and what they tell. */
final class Sending implements AutoCloseable {
  static final String MESSAGE = "Subject: hello\r\n\r\nA line.\r\n.dot\r\n";
  static final Duration SHORT = Duration.ofMillis(1_500);
  static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));
  static final Timeouts HASTY =
      new Timeouts(
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          SHORT,
          Duration.ofSeconds(10));

  /** Here every server is on loopback. */
  static final ConnectRules LOOPBACK = new ConnectRules(() -> List.of(Cidr.of("127.0.0.0/8")));

  final InMemoryResolver dns = new InMemoryResolver();
  final DnssecMemory dnssec = DnssecMemory.ofProcess();
  final List<String> outcomes = new CopyOnWriteArrayList<>();
  final Port25 port25;
  final KnownHosts known = new KnownHosts();
  private final Clock clock;
  private final ElapsedTime elapsed;
  private final ConnectRules dialRules;
  private final Deadlines deadlines = new Deadlines("test-deadlines");
  private final List<DeliveryClient> couriers = new ArrayList<>();
  final TlsClient tls;
  private final SmtpDeliveryClients all;

  Sending(int port) {
    this(port, TIMEOUTS, List.of());
  }

  Sending(int port, Timeouts timeouts, List<X509Certificate> roots) {
    this(port, timeouts, roots, 1, StsMemory.NONE, Clock.systemUTC());
  }

  Sending(
      int port,
      Timeouts timeouts,
      List<X509Certificate> roots,
      int httpsPort,
      StsMemory memory,
      Clock clock) {
    this(port, timeouts, roots, httpsPort, memory, clock, LOOPBACK);
  }

  Sending(
      int port,
      Timeouts timeouts,
      List<X509Certificate> roots,
      int httpsPort,
      StsMemory memory,
      Clock clock,
      ConnectRules dialRules) {
    this.clock = clock;
    this.elapsed = clock instanceof HandClock moved ? moved.elapsed() : ElapsedTime.SYSTEM;
    this.dialRules = dialRules;
    // Here every server is on loopback.
    this.port25 = new Port25(elapsed, report -> {}, address -> true);
    tls = new TlsClient(() -> roots);
    var told = noted();
    all =
        new SmtpDeliveryClients(
            new ClientContext(
                () -> "us.example",
                dns,
                Sending::credential,
                tls,
                policies(tls, told, httpsPort, memory),
                told,
                deadlines,
                timeouts,
                clock,
                port,
                known,
                dialRules,
                port25));
  }

  private TlsPolicies policies(TlsClient tls, TlsOutcomes told, int httpsPort, StsMemory memory) {
    var fetcher = new StsFetcher(dns, dialRules, tls, deadlines, httpsPort, Duration.ofSeconds(2));
    return new TlsPolicies(
        new DaneRecords(dns, dnssec, told, elapsed),
        new StsPolicies(dns, fetcher, memory, told, clock, elapsed),
        told);
  }

  private static Optional<RelayCredential> credential(String name) {
    return name.equals("relay/login")
        ? Optional.of(new RelayCredential(name, "us@example.com", "a pass,word=1"))
        : Optional.empty();
  }

  private TlsOutcomes noted() {
    return new TlsOutcomes() {
      @Override
      public void secured(String domain, Policy policy, String host) {
        outcomes.add("%s %s %s ok".formatted(domain, policy, host));
      }

      @Override
      public void failed(String domain, Policy policy, String host, Result result, String detail) {
        outcomes.add("%s %s %s %s".formatted(domain, policy, host, result.wire()));
      }
    };
  }

  /** To a domain whose only server is at 127.0.0.1. */
  DeliveryClient exchange() {
    dns.mx("there.example", 10, "mx.there.example").address("mx.there.example", "127.0.0.1");
    return to(new Hop.Exchange("there.example"), TlsLevel.Opportunistic);
  }

  DeliveryClient to(Hop hop, TlsLevel level) {
    var courier = all.to(hop, level);
    couriers.add(courier);
    return courier;
  }

  DeliveryClient smarthost(int port, TlsLevel level, String login) {
    dns.address("relay.example", "127.0.0.1");
    var credentials = login.isEmpty() ? Optional.<String>empty() : Optional.of(login);
    return to(
        new Hop.Smarthost(new Route.Relay("relay.example", port, level, credentials)),
        TlsLevel.Opportunistic);
  }

  static OutboundMessage parcel(String... recipients) {
    return parcel(MESSAGE, Set.of(), recipients);
  }

  static OutboundMessage parcel(
      String message, Set<Requirement> requirements, String... recipients) {
    return new OutboundMessage(
        "a@us.example",
        List.of(recipients).stream().map(Recipient::of).toList(),
        Dsn.NONE,
        requirements,
        content(message));
  }

  static MessageOctets content(String message) {
    var octets = message.getBytes(StandardCharsets.UTF_8);
    return new MessageOctets() {
      @Override
      public long size() {
        return octets.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(octets);
      }
    };
  }

  /** Outcome, code, enhanced code and text of each. */
  static List<String> told(List<Attempt> attempts) {
    return attempts.stream()
        .map(
            attempt ->
                "%s %d %s %s"
                    .formatted(
                        attempt.outcome(), attempt.code(), attempt.enhanced(), attempt.text()))
        .toList();
  }

  @Override
  public void close() {
    couriers.forEach(DeliveryClient::close);
    all.close();
  }
}
