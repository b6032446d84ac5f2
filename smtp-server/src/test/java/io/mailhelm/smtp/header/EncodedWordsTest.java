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
          =?utf-8?q?=E2=82?= =?utf-8?q?=AC?=       | €
          =?utf-8?b?4oI=?= =?utf-8?q?=AC?=         | €
          =?utf-8?b?4oI?= =?utf-8?b?rA?= =?utf-8?b?IQ?=  | €!
          =?utf-8?b?4oI=?= =?UTF-8?b?rA==?=        | €
          =?utf-8*en?b?4oI=?= =?utf-8?b?rA==?=     | €
          =?gb2312?b?xA==?= =?gb2312?b?4w==?=      | 你
          =?iso-2022-jp?b?GyRCJDM=?= =?iso-2022-jp?b?GyRCJHMbKEI=?= | こん
          =?utf-8?q?a?= b =?utf-8?q?c?=            | a b c
          =?utf-8?q?1_+=_1=3?=                     | 1 += 1=3
          a =?utf-8*de                             | a =?utf-8*de
          =?x-none?q?a?=                           | =?x-none?q?a?=
          """)
  void sayWhatTheirWriterMeant(String written, String meant) {
    assertThat(EncodedWords.decode(written)).isEqualTo(meant);
  }
}
