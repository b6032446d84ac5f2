package io.mailhelm.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.HttpEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@example.com",
        "o'brien@example.com",
        "/tmp/a b",
        "$(id)",
        "a\\b\"c",
        "…",
        "*"
      })
  void aShellReadsOneWordAsItWasMeant(String text) throws IOException {
    var shell =
        new ProcessBuilder("sh", "-c", "printf %s " + ShellText.word(text))
            .redirectErrorStream(true)
            .start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void jsonIsOneWordToo() {
    assertThat(ShellText.json(Map.of("from", "o'brien@example.com")))
        .isEqualTo("'{\"from\":\"o'\\''brien@example.com\"}'");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, http://127.0.0.1:3001",
    "::, http://127.0.0.1:3001",
    "127.0.0.2, http://127.0.0.2:3001",
    "::1, http://[::1]:3001"
  })
  void anApiIsWhereItListens(String address, String url) {
    assertThat(ShellText.url(new HttpEndpoint(address, 0, List.of()), 3001)).isEqualTo(url);
  }
}
