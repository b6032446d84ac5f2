package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What an Event says where its message is too long. */
class EventWriterTest {
  private static final int MOST = 1024;
  private static final String END = " (and more: kubectl get mailusers -n mail)";

  @Test
  void aMessageThatFitsIsSaidInFull() {
    var longest = "x".repeat(MOST - END.length());

    assertThat(EventWriter.cut(longest, END)).isEqualTo(longest + END);
    assertThat(EventWriter.cut("x".repeat(MOST), "")).isEqualTo("x".repeat(MOST));
  }

  @Test
  void whatIsCutIsNotTheEnd() {
    for (int beyond = 1; beyond < 100; beyond++) {
      assertThat(EventWriter.cut("x".repeat(MOST - END.length() + beyond), END))
          .hasSize(MOST)
          .endsWith("x…" + END);
    }
    assertThat(EventWriter.cut("x".repeat(MOST + 1), "")).hasSize(MOST).endsWith("x…");
  }

  @Test
  void noCharacterIsCutInTwo() {
    for (int before = 0; before < 2; before++) {
      var said = EventWriter.cut("x".repeat(before) + "𝄞".repeat(MOST), END);

      assertThat(said).endsWith("𝄞…" + END);
      assertThat(new String(said.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(said);
    }
  }
}
