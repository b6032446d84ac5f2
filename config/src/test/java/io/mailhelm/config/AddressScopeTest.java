package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {
  @ParameterizedTest
  @CsvSource({
    "1.1.1.1, PUBLIC",
    "9.255.255.255, PUBLIC",
    "11.0.0.0, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.128.0.0, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.0, PUBLIC",
    "192.167.255.255, PUBLIC",
    "223.255.255.255, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "2a00:1450:4001:830::200e, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.1.1, PRIVATE",
    "fd00::1, PRIVATE",
    "fec0::1, PRIVATE",
    "64:ff9b:1::a00:1, PRIVATE",
    "100.64.0.1, SHARED",
    "169.254.169.254, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "224.0.0.1, MULTICAST",
    "ff02::1, MULTICAST",
    "192.0.2.1, DOCUMENTATION",
    "198.51.100.7, DOCUMENTATION",
    "203.0.113.9, DOCUMENTATION",
    "2001:db8::1, DOCUMENTATION",
    "3fff::1, DOCUMENTATION",
    "0.0.0.0, RESERVED",
    "0.1.2.3, RESERVED",
    "255.255.255.255, RESERVED",
    "240.0.0.1, RESERVED",
    "198.18.0.1, RESERVED",
    "192.0.0.8, RESERVED",
    "::, RESERVED",
    "100::1, RESERVED",
    "4000::1, RESERVED"
  })
  void saysWhatAnAddressMeans(String address, AddressScope scope) {
    assertThat(AddressScope.of(InetAddress.ofLiteral(address))).isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:127.0.0.1, LOOPBACK",
    "::ffff:10.0.0.1, PRIVATE",
    "::127.0.0.1, LOOPBACK",
    "::10.0.0.1, PRIVATE",
    "::ffff:0:10.0.0.1, PRIVATE",
    "64:ff9b::7f00:1, LOOPBACK",
    "64:ff9b::a9fe:a9fe, LINK_LOCAL",
    "64:ff9b::101:101, PUBLIC",
    "2002:7f00:1::1, LOOPBACK",
    "2002:c0a8:101::1, PRIVATE",
    "2002:101:101::1, PUBLIC",
    "2001:0:101:101:0:0:80ff:fffe, LOOPBACK",
    "2001:0:a00:1:0:0:fefe:fefe, PRIVATE",
    "2001:0:101:101:0:0:fefe:fefe, PUBLIC"
  })
  void anAddressThatCarriesAnotherMeansWhatThatOneMeans(String address, AddressScope scope) {
    assertThat(AddressScope.of(InetAddress.ofLiteral(address))).isEqualTo(scope);
  }
}
