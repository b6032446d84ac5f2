package io.mailhelm.watch;

import static io.mailhelm.watch.PlayedDomains.ALL_THE_TIME;
import static io.mailhelm.watch.PlayedDomains.NEVER;
import static io.mailhelm.watch.PlayedDomains.domain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.inspect.Inspector;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsWatchTest {
  private final CountingListener listener = new CountingListener();
  private final AtomicInteger looks = new AtomicInteger();
  private final Set<String> lookedAt = ConcurrentHashMap.newKeySet();
  private volatile RecordVerdict verdict = RecordVerdict.Match;
  private final DnsWatch watch =
      watch(
          (domain, ehlo) -> {
            looks.incrementAndGet();
            lookedAt.add(domain.name());
            return report(verdict);
          });

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aDomainIsLookedAtAsSoonAsItIsKnownAndThatIsTold() {
    follow(domain("a", NEVER, true));

    await().until(() -> of(watch, "a").isPresent());
    await().until(() -> listener.dnsChanges.get() == 1);
    assertThat(lookedAt).containsExactly("a");
    assertThat(of(watch, "b")).isEmpty();
  }

  @Test
  void itIsLookedAtAgainAndAgainAndOnlyNewsIsTold() {
    follow(domain("a", ALL_THE_TIME, true));
    await().until(() -> listener.dnsLooks.get() > 5);
    assertThat(listener.dnsChanges).hasValue(1);

    verdict = RecordVerdict.Missing;
    await().until(() -> of(watch, "a").equals(Optional.of(report(RecordVerdict.Missing))));
    await().until(() -> listener.dnsChanges.get() == 2);
  }

  @Test
  void aConfigThatChangesNothingAsksNobody() {
    follow(domain("a", NEVER, true));
    await().until(() -> looks.get() == 1);
    for (int i = 0; i < 100; i++) {
      follow(domain("a", NEVER, true));
    }
    follow(domain("a", NEVER, true), domain("b", NEVER, true));
    await().until(() -> of(watch, "b").isPresent());

    assertThat(looks).hasValue(2);
  }

  @Test
  void aChangeThatTheDnsDoesNotConcernAsksNobody() {
    follow(domain("a", NEVER, true));
    await().until(() -> looks.get() == 1);
    follow(PlayedDomains.withCertificate("tls/other", domain("a", NEVER, true)));
    follow(domain("a", NEVER, true), domain("b", NEVER, true));
    await().until(() -> of(watch, "b").isPresent());

    assertThat(looks).hasValue(2);
  }

  @Test
  void whatTheDnsShouldSayChangesAndItIsLookedAtAtOnce() {
    follow(domain("a", NEVER, true));
    await().until(() -> looks.get() == 1);
    follow(domain("a", NEVER.plusDays(1), true));

    await().until(() -> looks.get() == 2);
  }

  @Test
  void othersAreToBeAskedAndItIsLookedAtAtOnce() {
    follow(domain("a", NEVER, true));
    await().until(() -> looks.get() == 1);
    watch.follow(Map.of("a", subject(domain("a", NEVER, true), "192.0.2.54")));

    await().until(() -> looks.get() == 2);
  }

  /** What it was asked for is not what is declared now: it is no news of that. */
  @Test
  void anAnswerToAnOlderQuestionIsDropped() {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    try (var slow =
        watch(
            (domain, ehlo) -> {
              if (looks.incrementAndGet() == 1) {
                asked.countDown();
                awaits(answer);
                return report(RecordVerdict.Missing);
              }
              return report(RecordVerdict.Match);
            })) {
      slow.follow(Map.of("a", subject(domain("a", NEVER, true))));
      awaits(asked);
      slow.follow(Map.of("a", subject(domain("a", NEVER.plusDays(1), true))));
      answer.countDown();

      await().until(() -> of(slow, "a").isPresent());
      assertThat(of(slow, "a")).contains(report(RecordVerdict.Match));
      assertThat(listener.dnsLooks).hasValue(1);
    }
  }

  @Test
  void whatIsNotFollowedAnyMoreIsNotLookedAt() {
    follow(domain("a", ALL_THE_TIME, true));
    await().until(() -> looks.get() > 2);
    follow(domain("b", NEVER, true));
    await().until(() -> of(watch, "b").isPresent());
    assertThat(of(watch, "a")).isEmpty();
    assertThat(watch.reports()).containsOnlyKeys("b");
    var before = looks.get();
    follow(domain("b", NEVER, true), domain("c", NEVER, true));
    await().until(() -> of(watch, "c").isPresent());
    assertThat(looks).as("nobody looks at the first any more").hasValueLessThan(before + 3);
  }

  @Test
  void manyNewOnesAreLookedAtAFewAtATime() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var full = new CountDownLatch(ServerWatch.Shared.AT_ONCE);
    try (var slow =
        watch(
            (domain, ehlo) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              full.countDown();
              awaits(full);
              now.decrementAndGet();
              looks.incrementAndGet();
              return report(RecordVerdict.Match);
            })) {
      slow.follow(subjects(IntStream.range(0, 200).mapToObj(i -> domain("d" + i, NEVER, true))));

      await().until(() -> looks.get() == 200);
      assertThat(most).hasValueLessThanOrEqualTo(ServerWatch.Shared.AT_ONCE);
    }
  }

  private DnsWatch watch(Inspector inspector) {
    var lookups = new PlayedLookups(inspector, (domain, keys) -> Map.of());
    return new DnsWatch(new ServerWatch.Shared(lookups, listener, Clock.systemUTC()), listener);
  }

  private static Optional<DnsReport> of(DnsWatch watch, String name) {
    return Optional.ofNullable(watch.reports().get(name));
  }

  private void follow(Domain... domains) {
    watch.follow(subjects(Stream.of(domains)));
  }

  private static Map<String, DnsSubject> subjects(Stream<Domain> domains) {
    return domains
        .map(domain -> subject(domain))
        .collect(Collectors.toMap(subject -> subject.domain().name(), Function.identity()));
  }

  private static DnsSubject subject(Domain domain, String... resolvers) {
    return new DnsSubject(domain, DomainName.of("mail.example"), List.of(resolvers));
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DnsReport report(RecordVerdict verdict) {
    return new DnsReport(
        List.of(
            new RecordReport(
                RecordPurpose.Mx,
                "a.example",
                "MX",
                "10 mail.a.example.",
                List.of(),
                verdict,
                true,
                "")),
        "",
        List.of(),
        DnsReport.Dnssec.Insecure);
  }
}
