package io.mailhelm.smtp.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.ProjectedVolume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedValueTest {
  @TempDir Path work;

  @Test
  void theLastGoodValueStaysAndTheProblemIsNewsOnce() {
    var volume = new ProjectedVolume(work.resolve("token"));
    var mounted =
        new MountedValue<>(volume.mount(), Pattern.compile("token"), MountedValueTest::number);
    mounted.look();
    assertThat(mounted.value()).isEmpty();
    assertThat(mounted.problem()).contains("token").contains("is missing");

    volume.write(files("7"));
    assertThat(mounted.look()).isTrue();
    assertThat(mounted.value()).contains(7);
    assertThat(mounted.problem()).isEmpty();
    assertThat(mounted.look()).isFalse();

    volume.write(files("seven"));
    assertThat(mounted.look()).isTrue();
    assertThat(mounted.look()).as("told once").isFalse();
    assertThat(mounted.value()).contains(7);
    assertThat(mounted.problem()).contains("no number");

    volume.write(files("8"));
    assertThat(mounted.look()).isTrue();
    assertThat(mounted.value()).contains(8);
    assertThat(mounted.problem()).isEmpty();
  }

  private static Map<String, byte[]> files(String token) {
    return Map.of("token", token.getBytes(StandardCharsets.UTF_8));
  }

  private static int number(Map<String, byte[]> files) {
    if (!files.containsKey("token")) {
      throw new IllegalArgumentException("token is missing");
    }
    try {
      return Integer.parseInt(new String(files.get("token"), StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no number", e);
    }
  }
}
