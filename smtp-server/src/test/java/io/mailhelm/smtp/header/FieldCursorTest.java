package io.mailhelm.smtp.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldCursorTest {
  @Test
  void readsNamesInLowerCaseAndTextsUnfolded() {
    assertThat(read("A: b\r\nC-d \t:e\r\n\tf\r\n g\r\nH:\r\nI:  \u00fc \r\n"))
        .containsExactly("1 a=b", "2 c-d=e f g", "5 h=", "6 i=\u00fc");
  }

  @Test
  void aLineThatIsNoFieldEndsWithWhatIsFoldedToIt() {
    assertThat(read(" x\r\n y\r\nB: c\r\nno field\r\n : d\r\nE: f"))
        .containsExactly("1 -", "3 b=c", "4 -", "6 e=f");
  }

  @ParameterizedTest
  @MethodSource("io.mailhelm.smtp.header.OddLines#all")
  void knowsWhichLineIsAFromField(OddLines.OddLine line) {
    assertThat(read("X: y\r\n" + line.text()).contains("2 from=odd@example.com"))
        .isEqualTo(line.isFrom());
  }

  @Test
  void findsTheEndOfASectionWhereverReadingStopped() {
    var octets = "A: b\r\n\r\ntext".getBytes(StandardCharsets.US_ASCII);
    for (int length = 0; length <= octets.length; length++) {
      for (int from = 0; from <= Math.max(0, Math.min(length, 8) - 3); from++) {
        assertThat(FieldCursor.sectionEnd(octets, from, length))
            .isEqualTo(length < 8 ? -1 : from <= 4 ? 6 : -1);
      }
    }
    assertThat(FieldCursor.sectionEnd("\r\nx".getBytes(StandardCharsets.US_ASCII), 0, 3)).isZero();
  }

  private static List<String> read(String section) {
    var octets = section.getBytes(StandardCharsets.UTF_8);
    var cursor = new FieldCursor(octets, 0, octets.length);
    var seen = new ArrayList<String>();
    while (cursor.next()) {
      seen.add(
          cursor.line() + " " + (cursor.isField() ? cursor.name() + "=" + cursor.text() : "-"));
    }
    return seen;
  }
}
