package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.fake.InMemoryResolver;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpfCostTest {
  private final InMemoryResolver resolver = new InMemoryResolver();

  private SpfCost of(String text) {
    return SpfCost.of(((SpfRecord.Readable) SpfRecord.read(text)).record(), "a.example", resolver);
  }

  @Test
  void countsTheLookUpsOfWhatItLeadsToAsForAClientThatNothingMatches() {
    resolver
        .txt("b.a.example", "v=spf1 a mx ptr ip4:192.0.2.1 include:c.example -all")
        .txt("c.example", "v=spf1 exists:%{i}.c.example a a a +all a a a redirect=b.a.example");
    var cost = of("v=spf1 a mx include:b.%{d} redirect=c.example");
    assertThat(cost).isEqualTo(new SpfCost(16, true, List.of()));
    assertThat(cost.isTooMuch()).isTrue();
    assertThat(of("v=spf1 ip4:192.0.2.1 mx -all a redirect=c.example"))
        .isEqualTo(new SpfCost(1, true, List.of()));
  }

  @Test
  void saysWhatIsWrongWithRecordsItLeadsTo() {
    resolver.txt("bad.example", "v=spf1 moo").fails("fails.example");
    var cost =
        of(
            "v=spf1 include:bad.example include:none.example include:fails.example include:%{i}.example");
    assertThat(cost.lookups()).isEqualTo(4);
    assertThat(cost.isComplete()).isFalse();
    assertThat(cost.problems())
        .satisfiesExactly(
            bad -> assertThat(bad).startsWith("the SPF record of bad.example cannot be read"),
            none ->
                assertThat(none)
                    .isEqualTo(
                        "'include:none.example' of a.example leads to a domain without an SPF record"),
            fails -> assertThat(fails).contains("cannot be followed now: it was made to fail"));
  }

  @Test
  void endsInCirclesAndWhereItIsTooMuch() {
    resolver.txt("b.example", "v=spf1 include:A.example");
    var circle = of("v=spf1 include:b.example");
    assertThat(circle.lookups()).isEqualTo(2);
    assertThat(circle.problems())
        .containsExactly("'include:A.example' of b.example leads in a circle");
    for (int i = 0; i < 200; i++) {
      var next = " include:x" + (i + 1) + ".example";
      resolver.txt("x" + i + ".example", "v=spf1" + next + next);
    }
    var wide = of("v=spf1 include:x0.example");
    assertThat(wide.lookups()).isBetween(50, SpfCost.MAX_LOOKUPS);
    assertThat(wide.isComplete()).isFalse();
    assertThat(of("v=spf1" + " a".repeat(101)))
        .isEqualTo(new SpfCost(SpfCost.MAX_LOOKUPS, false, List.of()));
  }
}
