package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurrogatesTest {
  @ParameterizedTest
  @CsvSource({
    "a\ud83d b, a\ufffd b",
    "\ude00\ud83d, \ufffd\ufffd",
    "\ud83d\ud83d\ude00, \ufffd\ud83d\ude00",
  })
  void eachHalfIsReplaced(String halved, String whole) {
    assertThat(Surrogates.isHalved(halved)).isTrue();
    assertThat(Surrogates.replaced(halved)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abc, 2, ab",
    "a\ud83d\ude00, 2, a",
    "a\ud83d\ude00b, 3, a\ud83d\ude00"
  })
  void aBeginningEndsBetweenCharacters(String text, int most, String beginning) {
    assertThat(Surrogates.beginning(text, most)).isEqualTo(beginning);
  }

  @Test
  void pairsStayAsTheyAre() {
    var whole = "a \ud83d\ude00 b";
    assertThat(Surrogates.isHalved(whole)).isFalse();
    assertThat(Surrogates.replaced(whole)).isSameAs(whole);
  }
}
