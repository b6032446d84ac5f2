package io.mailhelm.smtp.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseSearchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREE | it is FREE. | true",
        "FREE | it is free. | false",
        "FREE | FREEDOM | false",
        "FREE | xFREE | false",
        "FREE | F R E E | false",
        "free | FREE | true",
        "Free | fREE | true",
        "CLICK HERE | now CLICK  HERE | true",
        "CLICK HERE | CLICK CLICK HERE | true",
        "CLICK HERE | CLICK, HERE | false",
        "CLICK HERE | CLICK THERE | false",
        "100% | up to 100%! | true",
        "100% | 100 | false",
        "$$$ | get $$$$ | true",
        "groß | GROß | true",
        "a b a c | x a b a b a c | true"
      })
  void findsWholeWords(String phrase, String text, boolean found) {
    var search = new PhraseSearch(List.of(phrase, "other words"));
    (text + ' ').chars().forEach(c -> search.take((char) c));
    assertThat(search.found().contains(phrase)).isEqualTo(found);
  }
}
