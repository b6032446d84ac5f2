package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, *@example.com",
    "@example.com, *@example.com",
    "*@EXAMPLE.com, *@example.com",
    "*.example.com, *@*.example.com",
    "News-*@example.com, news-*@example.com",
    "A@bücher.example, a@xn--bcher-kva.example",
    "*, *"
  })
  void hasOneForm(String written, String form) {
    assertThat(AddressPattern.of(written)).hasToString(form).isEqualTo(AddressPattern.of(form));
  }

  /** One that matches nobody would deny nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"*@@example.com", "a*b*@example.com", "*@", "*@*", "*@-"})
  void isNoneWhereItMatchesNobody(String written) {
    assertThatThrownBy(() -> AddressPattern.of(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** One letter, and the same as a letter and an accent: two spellings of one address. */
  @Test
  void spellingsOfOneAddressAreTheSame() {
    var composed = "j\u00f6rg@example.com";
    var decomposed = "jo\u0308rg@example.com";

    assertThat(AddressPattern.of(composed).matches(Mailbox.of(decomposed))).isTrue();
    assertThat(AddressPattern.of("jo\u0308*@example.com").matches(Mailbox.of(composed))).isTrue();
  }
}
