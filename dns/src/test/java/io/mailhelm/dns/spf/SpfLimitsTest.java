package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.net.InetAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpfLimitsTest {
  private static final String CLIENT = "192.0.2.1";
  private final InMemoryResolver resolver = new InMemoryResolver();
  private final SpfCheck spf = new SpfEvaluator(resolver, Clock.systemUTC());

  private SpfOutcome of(String record) {
    return of(record, CLIENT);
  }

  private SpfOutcome of(String record, String client) {
    resolver.forget("a.example");
    resolver.txt("a.example", record).address("a.example", "192.0.2.9");
    return spf.check(InetAddress.ofLiteral(client), "a.example", "joe@a.example", "h.example");
  }

  @Test
  void allowsTenTermsThatCostALookUp() {
    assertThat(of("v=spf1" + " a".repeat(10) + " ip4:192.0.2.1"))
        .isEqualTo(new SpfOutcome(SpfResult.Pass, "", "", 10));
    var eleven = of("v=spf1" + " a".repeat(11) + " ip4:192.0.2.1");
    assertThat(eleven.result()).isEqualTo(SpfResult.PermError);
    assertThat(eleven.lookups()).isEqualTo(10);
    assertThat(eleven.problem()).contains("more than 10 look-ups");
    assertThat(of("v=spf1 ip4:192.0.2.1" + " a".repeat(11)).result()).isEqualTo(SpfResult.Pass);
  }

  @Test
  void countsThoseOfIncludedRecordsAndRedirectsToo() {
    resolver
        .txt("b.example", "v=spf1" + " a:a.example".repeat(4))
        .txt("c.example", "v=spf1" + " a:a.example".repeat(3) + " ip4:192.0.2.1");
    assertThat(of("v=spf1 a include:b.example redirect=c.example").lookups()).isEqualTo(10);
    assertThat(of("v=spf1 a include:b.example redirect=c.example").result())
        .isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 a a include:b.example redirect=c.example").result())
        .isEqualTo(SpfResult.PermError);
  }

  @Test
  void endsInCircles() {
    resolver.txt("b.example", "v=spf1 redirect=b.example");
    assertThat(of("v=spf1 include:a.example -all").result()).isEqualTo(SpfResult.PermError);
    assertThat(of("v=spf1 redirect=b.example").result()).isEqualTo(SpfResult.PermError);
  }

  @Test
  void allowsTwoTermsForWhichNothingIsThere() {
    assertThat(of("v=spf1 a:x.example exists:y.example -all").result()).isEqualTo(SpfResult.Fail);
    var three = of("v=spf1 a:x.example exists:y.example mx:z.example -all");
    assertThat(three.result()).isEqualTo(SpfResult.PermError);
    assertThat(three.problem()).contains("names that are not there");
  }

  @Test
  void countsAnExchangeWithoutAddressesOnceATermAndTheNamesOfTheClientNever() {
    for (int i = 0; i < 5; i++) {
      resolver.mx("m.example", i, "m" + i + ".example").address("m" + i + ".example", "192.0.2.8");
    }
    assertThat(of("v=spf1 mx:m.example mx:m.example -all", "2001:db8::1").result())
        .isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 mx:m.example mx:m.example a -all", "2001:db8::1").result())
        .isEqualTo(SpfResult.PermError);
    assertThat(of("v=spf1 ptr ptr ptr ptr -all").result()).isEqualTo(SpfResult.Fail);
  }

  @Test
  void allowsTenMailExchangesOfATermAndLooksAtTenNamesOfTheClient() {
    for (int i = 0; i < 10; i++) {
      resolver.mx("m.example", i, "m.example").ptr(CLIENT, "x" + i + ".example");
    }
    resolver.address("m.example", CLIENT).address("late.example", CLIENT);
    assertThat(of("v=spf1 mx:m.example -all").result()).isEqualTo(SpfResult.Pass);
    resolver.mx("m.example", 99, "m.example").ptr(CLIENT, "late.example");
    assertThat(of("v=spf1 mx:m.example -all").result()).isEqualTo(SpfResult.PermError);
    assertThat(of("v=spf1 ptr:late.example -all").result()).isEqualTo(SpfResult.Fail);
  }

  @Test
  void asksNothingMoreAfterTwentySeconds() {
    var seconds = new AtomicLong();
    // every look at the time takes four seconds
    var slow = new ElapsedTime(() -> TimeUnit.SECONDS.toNanos(seconds.getAndAdd(4)));
    resolver.txt("a.example", "v=spf1 a a a a a a -all").address("a.example", "192.0.2.9");
    var outcome =
        new SpfEvaluator(resolver, Clock.systemUTC(), slow)
            .check(InetAddress.ofLiteral(CLIENT), "a.example", "j@a.example", "h.example");
    assertThat(outcome)
        .isEqualTo(new SpfOutcome(SpfResult.TempError, "", "SPF took more than 20 s", 4));
  }
}
