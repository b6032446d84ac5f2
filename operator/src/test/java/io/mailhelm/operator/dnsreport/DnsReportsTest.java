package io.mailhelm.operator.dnsreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.Limits;
import io.mailhelm.config.Purpose;
import io.mailhelm.config.Retention;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsReportsTest {
  private static final ResourceID HOST = new ResourceID("host", "shop");
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration ALL_THE_TIME = Duration.ofMillis(1);

  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger rings = new AtomicInteger();
  private final Set<String> lookedAt = ConcurrentHashMap.newKeySet();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private volatile Verdict verdict = Verdict.Match;
  private final DnsReports reports =
      new DnsReports(
          servers ->
              (domain, ehlo) -> {
                looks.incrementAndGet();
                lookedAt.add(domain.name() + servers);
                return report(verdict);
              },
          host -> rings.incrementAndGet(),
          registry);

  @AfterEach
  void close() {
    reports.close();
  }

  @Test
  void aDomainIsLookedAtAsSoonAsItIsKnownAndItsHostIsTold() {
    watch(domain("a", NEVER, true));

    await().until(() -> reports.of(HOST, "a").isPresent());
    await().until(() -> rings.get() == 1);
    assertThat(lookedAt).containsExactly("a[192.0.2.53]");
    assertThat(reports.of(HOST, "b")).isEmpty();
    assertThat(reports.of(new ResourceID("other", "shop"), "a")).isEmpty();
  }

  @Test
  void itIsLookedAtAgainAndAgainAndOnlyNewsIsTold() {
    watch(domain("a", ALL_THE_TIME, true));
    await().until(() -> looks.get() > 20);
    assertThat(rings).hasValue(1);

    verdict = Verdict.Missing;
    await().until(() -> reports.of(HOST, "a").equals(Optional.of(report(Verdict.Missing))));
    await().until(() -> rings.get() == 2);
  }

  @Test
  void aPassThatChangesNothingAsksNobody() {
    watch(domain("a", NEVER, true));
    await().until(() -> looks.get() == 1);
    for (int i = 0; i < 100; i++) {
      watch(domain("a", NEVER, true));
    }
    watch(domain("a", NEVER, true), domain("b", NEVER, true));
    await().until(() -> reports.of(HOST, "b").isPresent());

    assertThat(looks).hasValue(2);
  }

  @Test
  void whatTheDnsShouldSayChangesAndItIsLookedAtAtOnce() {
    watch(domain("a", NEVER, true));
    await().until(() -> looks.get() == 1);
    watch(domain("a", NEVER.plusDays(1), true));

    await().until(() -> looks.get() == 2);
  }

  @Test
  void whoIsNotWatchedOrPausedOrGoneIsNotLookedAt() {
    reports.watch(
        HOST,
        config(domain("quiet", NEVER, false), domain("paused", NEVER, true)),
        List.of(),
        name -> name.equals("paused"));
    watch(domain("a", ALL_THE_TIME, true));
    await().until(() -> looks.get() > 2);
    reports.forget(HOST);
    assertThat(reports.of(HOST, "a")).isEmpty();

    watch(domain("b", NEVER, true));
    await().until(() -> reports.of(HOST, "b").isPresent());
    assertThat(lookedAt).containsExactlyInAnyOrder("a[192.0.2.53]", "b[192.0.2.53]");
    var before = looks.get();
    watch(domain("b", NEVER, true), domain("c", NEVER, true));
    await().until(() -> reports.of(HOST, "c").isPresent());
    assertThat(looks).as("nobody looks at the first any more").hasValueLessThan(before + 3);
  }

  @Test
  void manyNewOnesAreLookedAtAFewAtATime() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var full = new CountDownLatch(DnsReports.AT_ONCE);
    try (var slow =
        new DnsReports(
            servers ->
                (domain, ehlo) -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  full.countDown();
                  await().until(() -> full.getCount() == 0);
                  now.decrementAndGet();
                  looks.incrementAndGet();
                  return report(Verdict.Match);
                },
            host -> {},
            registry)) {
      slow.watch(
          HOST,
          config(
              IntStream.range(0, 200)
                  .mapToObj(i -> domain("d" + i, NEVER, true))
                  .toArray(Domain[]::new)),
          List.of(),
          name -> false);

      await().until(() -> looks.get() == 200);
      assertThat(most).hasValueLessThanOrEqualTo(DnsReports.AT_ONCE);
    }
  }

  @Test
  void recordsThatCannotBeToldAreCounted() {
    verdict = Verdict.Error;
    watch(domain("a", NEVER, true));

    await().until(() -> reports.of(HOST, "a").isPresent());
    assertThat(registry.get("mailhelm.dns.lookup.failures").counter().count()).isEqualTo(1);
  }

  private void watch(Domain... domains) {
    reports.watch(HOST, config(domains), List.of("192.0.2.53"), name -> false);
  }

  private static Domain domain(String name, Duration interval, boolean watched) {
    var none = DomainDns.DEFAULT;
    return new Domain(
        name,
        DomainName.of(name + ".example"),
        DomainName.of("mail." + name + ".example"),
        Domain.Outbound.Deliver,
        Optional.empty(),
        Optional.empty(),
        true,
        "tls/" + name,
        List.of(),
        new DomainDns(
            none.publicAddresses(),
            none.egressAddresses(),
            none.spf(),
            none.dmarc(),
            none.mtaSts(),
            none.tlsReportsTo(),
            none.submission(),
            none.web(),
            none.omitted(),
            none.blockLists(),
            interval,
            watched),
        List.of(),
        InboundRules.DEFAULT,
        Domain.PASSWORD_GRACE);
  }

  private static ServerConfig config(Domain... domains) {
    var server =
        new Server(
            "host",
            DomainName.of("mail.example"),
            List.of(),
            new HttpEndpoint("", 3001, List.of()),
            new HttpEndpoint("", 3000, List.of()),
            Optional.empty(),
            Limits.DEFAULT,
            List.of(),
            Duration.ofMinutes(5),
            List.of(),
            List.of(),
            List.of(),
            Retention.DEFAULT);
    return new ServerConfig(
        server, List.of(domains), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static DnsReport report(Verdict verdict) {
    return new DnsReport(
        List.of(
            new RecordReport(
                Purpose.Mx, "a.example", "MX", "10 mail.a.example.", List.of(), verdict, true, "")),
        "",
        List.of(),
        DnsReport.Dnssec.Insecure);
  }
}
