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
          =?utf8?b?4oI=?= =?UTF-8?b?rA==?=         | €
          =?tis-620?q?=A1?= =?utf-8?q?=C3=BC?=     | กü
          =?utf-8?q?a?==?utf-8?q?b?=               | ab
          =?utf-8?b?R3LDvMOfZWVlZ?=                | Grüßeee
          =?utf-8?b?A?=                            | =?utf-8?b?A?=
          =?x-none?q?a?=                           | =?x-none?q?a?=
          =?x-none?q?a?= =?utf-8?q?b?= =?utf-8?q?c?= | =?x-none?q?a?= bc
          =?utf-8?q?b?= =?x-none?q?a?= =?utf-8?q?c?= | b =?x-none?q?a?= c
          """)
  void sayWhatTheirWriterMeant(String written, String meant) {
    assertThat(EncodedWords.decode(written)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          abcdef                                          | abc
          =?utf-8?q?abcdef?=                              | abc
          =?utf-8?q?ab?= =?iso-8859-1?q?=FCde?= fgh       | abü
          ab =?utf-8?q?=F0=9F=98=80?=                     | ab
          =?x-none?q?a?=                                  | =?x
          """)
  void haveABeginning(String written, String beginning) {
    assertThat(EncodedWords.beginning(written, 3).strip()).isEqualTo(beginning);
  }
}
