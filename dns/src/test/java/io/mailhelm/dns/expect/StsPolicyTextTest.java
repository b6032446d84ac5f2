package io.mailhelm.dns.expect;

import static io.mailhelm.dns.expect.Domains.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainDns.MtaSts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StsPolicyTextTest {
  private static Domains with(MtaSts.Mode mode, int seconds) {
    return example().mtaSts(mode, Duration.ofSeconds(seconds));
  }

  @Test
  void writesThePolicyAsItIsServed() {
    assertThat(StsPolicyText.policy(with(MtaSts.Mode.Enforce, 604_800).domain()))
        .contains("version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n");
  }

  @Test
  void hasNoneWhereTheModeIsNone() {
    var none = with(MtaSts.Mode.None, 604_800).domain();

    assertThat(StsPolicyText.policy(none)).isEmpty();
    assertThat(StsPolicyText.id(none)).isEmpty();
  }

  @Test
  void namesNoMoreThanAYear() {
    assertThat(StsPolicyText.policy(with(MtaSts.Mode.Testing, 40_000_000).domain()).orElseThrow())
        .contains("max_age: 31557600\r\n");
  }

  @Test
  void theIdChangesWithThePolicyAndOnlyThen() {
    var id = StsPolicyText.id(with(MtaSts.Mode.Enforce, 604_800).domain()).orElseThrow();

    assertThat(id).matches("[a-z0-9]{1,32}");
    assertThat(StsPolicyText.id(with(MtaSts.Mode.Enforce, 604_800).domain())).contains(id);
    assertThat(StsPolicyText.id(with(MtaSts.Mode.Testing, 604_800).domain()).orElseThrow())
        .isNotEqualTo(id);
    assertThat(StsPolicyText.id(with(MtaSts.Mode.Enforce, 86_400).domain()).orElseThrow())
        .isNotEqualTo(id);
    assertThat(
            StsPolicyText.id(with(MtaSts.Mode.Enforce, 604_800).hostname("mx.example.com").domain())
                .orElseThrow())
        .isNotEqualTo(id);
  }
}
