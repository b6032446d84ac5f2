package io.mailhelm.smtp.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.header.OddLines;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderFieldsTest {
  /** RFC 6376 §2.8: white space is SP and HTAB; what else looks like it is a part of the text. */
  @Test
  void onlySpacesAndTabsAreWhiteSpace() {
    var octets = "Subject \t: a\u000b \f\t\r\n b \r\n".getBytes(StandardCharsets.US_ASCII);
    var relaxed = new ByteArrayOutputStream();
    HeaderFields.of(octets, 0, octets.length).canonical("subject", relaxed);
    assertThat(relaxed.toString(StandardCharsets.US_ASCII)).isEqualTo("subject:a\u000b \f b\r\n");
  }

  @ParameterizedTest
  @MethodSource("io.mailhelm.smtp.header.OddLines#all")
  void signsForTheSameFromFieldsAsEverybodyElseSees(OddLines.OddLine line) {
    var octets = ("X: y\r\n" + line.text()).getBytes(StandardCharsets.UTF_8);
    assertThat(HeaderFields.of(octets, 0, octets.length).texts("from"))
        .isEqualTo(line.isFrom() ? List.of("odd@example.com") : List.of());
  }
}
