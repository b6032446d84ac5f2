package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedNetworksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "0.0.0.0/1 128.0.0.0/1",
        "8.0.0.0/7",
        "8.0.0.0/8 9.0.0.0/32",
        "::/0",
        "::/1",
        "2000::/3",
        "2a00::/15",
        "2a00::/16 2a01::/128",
        "::ffff:0:0/96",
        "::ffff:0:0/97 ::ffff:128.0.0.0/97",
        "64:ff9b::/96",
        "64:ff9b::/64",
        "2002::/16",
        "2002:800::/23",
        "0.0.0.0/8 64:ff9b::800:0/104"
      })
  void areEveryone(String blocks) {
    assertThat(TrustedNetworks.areEveryone(cidrs(blocks))).as(blocks).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.0/24 2001:db8::/32",
        "8.0.0.0/8",
        "8.0.0.0/8 8.0.0.0/9 8.1.2.3/32",
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 100.64.0.0/10 8.0.0.0/8",
        "fc00::/7 fe80::/10 ::1/128",
        "2a00::/16",
        "2a00::/17 2a00:8000::/17",
        "64:ff9b::800:0/104",
        "2002:800::/24"
      })
  void areSomebody(String blocks) {
    assertThat(TrustedNetworks.areEveryone(cidrs(blocks))).as(blocks).isFalse();
  }

  @Test
  void areEveryoneInManySmallBlocks() {
    var blocks =
        IntStream.rangeClosed(1, 257)
            .mapToObj(i -> Cidr.of(i / 256 + 8 + "." + i % 256 + ".0.0/16"));
    assertThat(TrustedNetworks.areEveryone(blocks.toList())).isTrue();
  }

  private static List<Cidr> cidrs(String blocks) {
    return Stream.of(blocks.split(" ")).filter(text -> !text.isEmpty()).map(Cidr::of).toList();
  }
}
