package io.mailhelm.smtp.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownCharsetsTest {
  @Test
  void findsWhatThePlatformFindsByEveryNameAndAliasInAnyCase() {
    for (var charset : Charset.availableCharsets().values()) {
      assertThat(KnownCharsets.of(charset.name())).contains(charset);
      for (var alias : charset.aliases()) {
        var known = Charset.forName(alias);
        assertThat(KnownCharsets.of(alias)).as(alias).contains(known);
        assertThat(KnownCharsets.of(alias.toUpperCase(Locale.ROOT))).as(alias).contains(known);
        assertThat(KnownCharsets.of(alias.toLowerCase(Locale.ROOT))).as(alias).contains(known);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", " utf-8", "utf-7x", "x-none", "ütf-8", "\"utf-8\"", "utf-8\0"})
  void hasNoOther(String name) {
    assertThat(KnownCharsets.of(name)).isEmpty();
    assertThat(KnownCharsets.orUtf8(name)).isEqualTo(StandardCharsets.UTF_8);
  }

  @Test
  void looksForNoNameOfAnyLength() {
    assertThat(KnownCharsets.of("utf-8" + " ".repeat(1_000_000))).isEmpty();
  }

  @Test
  void takesAsciiForUtf8OfWhichItIsAPart() {
    assertThat(KnownCharsets.orUtf8("US-ASCII")).isEqualTo(StandardCharsets.UTF_8);
    assertThat(KnownCharsets.orUtf8("Windows-1252")).isEqualTo(KnownCharsets.WINDOWS_1252);
  }
}
