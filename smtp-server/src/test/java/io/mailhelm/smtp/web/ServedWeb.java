package io.mailhelm.smtp.web;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A public web port on loopback with certificates of an authority of its own. */
final class ServedWeb implements AutoCloseable {
  static final String DOMAIN = "example.com";
  static final String[] NAMES = {
    "mail.example.com", "mta-sts.example.com", "autoconfig.example.com", "autodiscover.example.com"
  };
  private static final Duration USUAL = Duration.ofSeconds(10);

  final TestAuthority authority = new TestAuthority();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final LiveConfig live;
  private final WebServer server;

  /** Of a config without keys: its first domain gets one for {@link #NAMES}. */
  ServedWeb(TestConfig config) {
    this(config, USUAL);
  }

  ServedWeb(TestConfig config, Duration time) {
    live =
        new LiveConfig(
            config.key(authority.key("tls/example-com", NAMES)).build(),
            List.of(),
            Clock.systemUTC(),
            events::add);
    server = new WebServer(live, events::add, Clock.systemUTC(), time);
    server.start();
  }

  static TestConfig config(Mode mode) {
    return new TestConfig().domain(DOMAIN, Outbound.Deliver).dns(dns(mode, true)).web();
  }

  /** With both ports for mail programs, the lesser first. */
  static DomainDns dns(Mode mode, boolean web) {
    return dns(mode, web, new Submission(587, false), new Submission(465, true));
  }

  static DomainDns dns(Mode mode, boolean web, Submission... submission) {
    var usual = DomainDns.DEFAULT;
    return new DomainDns(
        usual.publicAddresses(),
        usual.egressAddresses(),
        usual.spf(),
        usual.dmarc(),
        new MtaSts(mode, Duration.ofDays(7)),
        usual.tlsReportsTo(),
        List.of(submission),
        web,
        usual.omitted(),
        usual.blockLists(),
        usual.checkInterval(),
        usual.watched());
  }

  WebServer server() {
    return server;
  }

  int port() {
    return server.status().orElseThrow().port();
  }

  Visitor visitor() {
    return new Visitor(authority.root(), port());
  }

  @Override
  public void close() {
    server.close();
  }
}
