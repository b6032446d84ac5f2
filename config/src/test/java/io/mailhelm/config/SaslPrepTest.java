package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 4013 §3, and blanks. */
class SaslPrepTest {
  @ParameterizedTest
  @CsvSource({
    "'I\u00adX', IX",
    "user, user",
    "USER, USER",
    "'\u00aa', a",
    "'\u2168', IX",
    "'a\u00a0b', 'a b'",
    "'e\u0301', '\u00e9'"
  })
  void makesOneFormOfWhatLooksTheSame(String typed, String prepared) {
    assertThat(SaslPrep.prepare(typed.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(prepared.getBytes(StandardCharsets.UTF_8));
  }
}
