package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0.5, 500m",
    "1000m, 1",
    "1500m, 1500m",
    "2, 2",
    "1000, 1k",
    "1024, 1024",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "10Gi, 10Gi",
    "1000M, 1G",
    "0.1Ki, 102400m",
    "0.5Ki, 512",
    "1.0001Ki, 1024103m",
    "0, 0",
    "0Gi, 0",
    "1e3, 1k",
    "12E6, 12M",
    "0.0000000001, 1m",
    "7Ei, 7Ei",
  })
  void isWrittenInItsShortestForm(String declared, String canonical) {
    assertThat(CanonicalQuantity.of(Quantity.parse(declared)).toString()).isEqualTo(canonical);
  }
}
