package io.mailhelm.smtp.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeaderTextTest {
  @Test
  void takesWhatItDoesNotKnowForUtf8() {
    assertThat(HeaderText.charset("windows-1252")).isEqualTo(Charset.forName("windows-1252"));
    assertThat(HeaderText.charset("nonsense")).isEqualTo(StandardCharsets.UTF_8);
    assertThat(HeaderText.charset("us-ascii")).isEqualTo(StandardCharsets.UTF_8);
  }
}
