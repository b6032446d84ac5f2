package io.mailhelm.smtp.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.header.OddLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderFieldsTest {
  @ParameterizedTest
  @MethodSource("io.mailhelm.smtp.header.OddLines#all")
  void signsForTheSameFromFieldsAsEverybodyElseSees(OddLines.OddLine line) {
    var octets = ("X: y\r\n" + line.text()).getBytes(StandardCharsets.UTF_8);
    assertThat(HeaderFields.of(octets, 0, octets.length).texts("from"))
        .isEqualTo(line.isFrom() ? List.of("odd@example.com") : List.of());
  }
}
