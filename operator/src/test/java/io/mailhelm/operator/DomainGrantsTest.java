package io.mailhelm.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.operator.DomainGrants.Grant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainGrantsTest {
  private static final DomainName TOP = DomainName.of("com");
  private static final DomainName BELOW = DomainName.of("example.com");

  @Test
  void withoutAListEveryDomainIsFreeButWholeTopLevelOnes() {
    var none = new DomainGrants(List.of());

    assertThat(none.allowDomain("team", BELOW)).isTrue();
    assertThat(none.allowDomain("team", TOP)).isFalse();
    assertThat(none.allow("team", TOP)).isTrue();
  }

  @Test
  void aDomainThatANamespaceMayUseIsOneOfThoseListedForIt() {
    assertThat(new DomainGrants(List.of()).anyFor("team", "check"))
        .contains(DomainName.of("check.invalid"));
    var listed =
        new DomainGrants(
            List.of(
                new Grant(List.of("team"), List.of("*.example.com", "a.example")),
                new Grant(List.of("other"), List.of("b.example"))));

    assertThat(listed.anyFor("team", "check")).contains(DomainName.of("check.example.com"));
    assertThat(listed.anyFor("other", "check")).contains(DomainName.of("b.example"));
    assertThat(listed.anyFor("third", "check")).isEmpty();
    for (var namespace : List.of("team", "other")) {
      assertThat(listed.allowDomain(namespace, listed.anyFor(namespace, "check").orElseThrow()))
          .isTrue();
    }
  }

  @Test
  void aTopLevelDomainIsWhosItIsListedFor() {
    var listed = new DomainGrants(List.of(new Grant(List.of("team"), List.of("com"))));

    assertThat(listed.allowDomain("team", TOP)).isTrue();
    assertThat(listed.allowDomain("another", TOP)).isFalse();
    assertThat(listed.allowDomain("team", BELOW)).isFalse();
  }
}
