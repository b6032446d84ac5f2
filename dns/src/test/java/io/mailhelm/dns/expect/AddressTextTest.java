package io.mailhelm.dns.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::, ::",
    "::1, ::1",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8::, 2001:db8::"
  })
  void writesAddressesAsPeopleDo(String given, String text) {
    assertThat(AddressText.of(InetAddress.ofLiteral(given))).isEqualTo(text);
  }

  @Test
  void namesWhereThePointerIs() {
    assertThat(AddressText.reverse(InetAddress.ofLiteral("192.0.2.17")))
        .isEqualTo("17.2.0.192.in-addr.arpa");
    assertThat(AddressText.reverse(InetAddress.ofLiteral("2001:db8::567:89ab")))
        .isEqualTo("b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
  }
}
