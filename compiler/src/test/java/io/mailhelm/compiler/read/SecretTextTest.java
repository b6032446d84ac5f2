package io.mailhelm.compiler.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
  @Test
  void leavesOneLineEndOut() {
    for (var written : new String[] {"a b\n", "a b\r\n", "a b\r"}) {
      assertThat(SecretText.of(octets(written))).contains(new SecretText("a b", true));
    }
    assertThat(SecretText.of(octets(" \u00fc "))).contains(new SecretText(" \u00fc ", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "a\n\n", "a\nb", "a\0", "\ta"})
  void isNotThereWhenNobodyCouldTypeIt(String written) {
    assertThat(SecretText.of(octets(written))).isEmpty();
  }

  @Test
  void isUtf8AndKeepsItToItself() {
    assertThat(SecretText.of(new byte[] {'a', (byte) 0xfc})).isEmpty();
    assertThat(SecretText.of(octets("secret")).orElseThrow()).asString().doesNotContain("secret");
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
