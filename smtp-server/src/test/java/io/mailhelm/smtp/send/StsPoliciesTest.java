package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.wire.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What strangers publish as policies takes no more memory than is set aside for it. */
class StsPoliciesTest {
  /** As much as is fetched, and as many hosts in it as can be. */
  private static final String WORST =
      "version:STSv1\nmode:enforce\nmax_age:86400\n" + "mx:a\n".repeat(13_000);

  private final HandClock clock = new HandClock();
  private int loads;

  /** Every domain has published that. */
  private final class Worst implements StsMemory {
    @Override
    public Optional<Kept> load(String domain) {
      loads++;
      return Optional.of(new Kept("1", clock.instant(), WORST));
    }

    @Override
    public void save(String domain, Kept kept) {}

    @Override
    public void forget(String domain) {}
  }

  @Test
  void theWorstPoliciesTakeNoMoreThanIsSetAsideAndStillHold() {
    var dns = new InMemoryResolver();
    // no domain has a TXT record, so that nothing is fetched
    var policies =
        new StsPolicies(dns, null, new Worst(), TlsOutcomes.IGNORED, clock, clock.elapsed());
    for (int i = 0; i < 60; i++) {
      assertThat(policies.of("d" + i + ".example")).isPresent();
    }
    assertThat(policies.octets()).isBetween(StsPolicies.CAPACITY / 2, StsPolicies.CAPACITY);
    int before = loads;
    assertThat(policies.of("d59.example")).isPresent();
    assertThat(loads).as("it was remembered").isEqualTo(before);
    assertThat(policies.of("d0.example")).isPresent();
    assertThat(loads).as("it was pushed out").isEqualTo(before + 1);
  }

  /** A policy that cannot be fetched is asked for again after five minutes. */
  @Test
  void waitsAsLongHoweverTheClockIsSet() {
    var dns = new InMemoryResolver();
    dns.txt("_mta-sts.a.example", "v=STSv1; id=1;");
    var told = new ArrayList<String>();
    try (var deadlines = new Deadlines("test-deadlines")) {
      // its host has no address, so that nobody is connected to
      var fetcher =
          new StsFetcher(
              dns, Sending.LOOPBACK, new TlsClient(List::of), deadlines, 1, Duration.ofSeconds(1));
      var policies =
          new StsPolicies(dns, fetcher, StsMemory.NONE, noted(told), clock, clock.elapsed());
      policies.of("a.example");
      assertThat(told).hasSize(1);
      clock.setForward(Duration.ofDays(1));
      policies.of("a.example");
      assertThat(told).as("not before its time").hasSize(1);
      clock.setBack(Duration.ofDays(2));
      clock.advance(Duration.ofMinutes(5));
      policies.of("a.example");
      assertThat(told).as("at its time").hasSize(2);
    }
  }

  private static TlsOutcomes noted(List<String> told) {
    return new TlsOutcomes() {
      @Override
      public void secured(String domain, Policy policy, String host) {}

      @Override
      public void failed(String domain, Policy policy, String host, Result result, String detail) {
        told.add(domain);
      }
    };
  }

  /** What was kept by a clock that was wrong then holds for its age, and no longer. */
  @Test
  void aPolicyOfTheFutureHoldsForItsAge() {
    var policies =
        new StsPolicies(
            new InMemoryResolver(), null, new Once(), TlsOutcomes.IGNORED, clock, clock.elapsed());
    clock.setBack(Duration.ofDays(30));
    assertThat(policies.of("a.example")).isPresent();
    clock.advance(Duration.ofDays(1).minusSeconds(1));
    assertThat(policies.of("a.example")).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(policies.of("a.example")).isEmpty();
  }

  /** Has a policy of a day, once. */
  private final class Once implements StsMemory {
    private Optional<Kept> kept = Optional.of(new Kept("1", clock.instant(), WORST));

    @Override
    public Optional<Kept> load(String domain) {
      var there = kept;
      kept = Optional.empty();
      return there;
    }

    @Override
    public void save(String domain, Kept saved) {}

    @Override
    public void forget(String domain) {}
  }
}
