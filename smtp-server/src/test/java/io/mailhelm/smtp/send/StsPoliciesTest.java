package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.smtp.fake.HandClock;
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
    var policies = new StsPolicies(dns, null, new Worst(), TlsOutcomes.IGNORED, clock);
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
}
