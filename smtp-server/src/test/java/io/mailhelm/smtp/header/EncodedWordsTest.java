package io.mailhelm.smtp.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encoded words as mail programs write them. */
class EncodedWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          =?utf-8?q?Gr=C3=BC=C3=9Fe?=              | Grüße
          =?utf-8?B?R3LDvMOfZQ==?=                 | Grüße
          =?utf-8?B?R3LDvMOfZQ?=                   | Grüße
          =?utf-8?b?R3LDvMOfZWU?=                  | Grüßee
          =?utf-8*de?Q?=C3=BC?=                    | ü
          =?utf-8*de-CH?b?w7w?= x                  | ü x
          =?utf-8?b?4oI=?= =?utf-8?b?rA==?=        | €
          a =?utf-8*de                             | a =?utf-8*de
          =?x-none?q?a?=                           | =?x-none?q?a?=
          """)
  void sayWhatTheirWriterMeant(String written, String meant) {
    assertThat(EncodedWords.decode(written)).isEqualTo(meant);
  }
}
