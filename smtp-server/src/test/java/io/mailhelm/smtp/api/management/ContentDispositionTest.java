package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentDispositionTest {
  @Test
  void aLongNameIsCutBetweenCharacters() {
    assertThat(ContentDisposition.attachment("x" + "\ud83d\ude00".repeat(60) + "y"))
        .contains("filename*=UTF-8''%F0%9F%98%80")
        .endsWith("y")
        .doesNotContain("''%3F", "''?");
  }
}
