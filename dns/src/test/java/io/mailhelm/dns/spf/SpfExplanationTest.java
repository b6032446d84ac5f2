package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.fake.InMemoryResolver;
import java.net.InetAddress;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class SpfExplanationTest {
  private final InMemoryResolver resolver = new InMemoryResolver();
  private final SpfCheck spf = new SpfEvaluator(resolver, Clock.systemUTC());

  private SpfOutcome of(String record) {
    resolver.forget("a.example");
    resolver.txt("a.example", record);
    return spf.check(InetAddress.ofLiteral("192.0.2.1"), "a.example", "joe@a.example", "h.example");
  }

  @Test
  void saysWhyAClientFailsAndOnlyThen() {
    resolver.txt("why.a.example", "%{l} may not from %{c}");
    var outcome = of("v=spf1 exp=why.%{d} -all");
    assertThat(outcome.explanation()).isEqualTo("joe may not from 192.0.2.1");
    assertThat(outcome.lookups()).isZero();
    assertThat(of("v=spf1 exp=why.%{d} ~all").explanation()).isEmpty();
    assertThat(of("v=spf1 exp=why.%{d} +all").explanation()).isEmpty();
  }

  @Test
  void saysNothingWhereTheTextIsNotOneOrCannotBeReadOrFound() {
    resolver
        .txt("two.example", "one")
        .txt("two.example", "two")
        .txt("bad.example", "%{x}")
        .txt("umlaut.example", "\u00e4")
        .fails("fails.example");
    for (var name :
        new String[] {"two", "bad", "umlaut", "fails", "nothing", "x..y", "%{l}.%{l}"}) {
      var outcome = of("v=spf1 -all exp=" + name + ".example");
      assertThat(outcome).as(name).isEqualTo(new SpfOutcome(SpfResult.Fail, "", "", 0));
    }
  }

  @Test
  void takesTheTextOfTheRecordThatDecides() {
    resolver
        .txt("why.example", "ours")
        .txt("other.example", "theirs")
        .txt("b.example", "v=spf1 -all exp=other.example")
        .txt("c.example", "v=spf1 -all");
    assertThat(of("v=spf1 include:b.example -all exp=why.example").explanation()).isEqualTo("ours");
    assertThat(of("v=spf1 redirect=b.example exp=why.example").explanation()).isEqualTo("theirs");
    assertThat(of("v=spf1 redirect=c.example exp=why.example").explanation()).isEmpty();
  }
}
