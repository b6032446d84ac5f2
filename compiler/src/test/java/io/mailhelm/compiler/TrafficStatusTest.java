package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Traffic.Port25;
import io.mailhelm.crds.Condition;
import org.junit.jupiter.api.Test;

class TrafficStatusTest {
  private static Condition source(long connections, boolean outsiders) {
    return World.of("")
        .inPods()
        .hasTraffic(new Traffic(connections, outsiders, "10.0.0.1", Port25.Unknown))
        .condition("SourceAddressPreserved");
  }

  private static Condition outbound(Port25 port25) {
    return World.of("")
        .hasTraffic(new Traffic(0, false, "", port25))
        .condition("OutboundReachable");
  }

  @Test
  void fewerThanTenConnectionsTellNothing() {
    assertThat(source(9, false).status()).isEqualTo("Unknown");
    assertThat(source(9, true).status()).isEqualTo("Unknown");
    assertThat(source(10, true).status()).isEqualTo("True");
  }

  @Test
  void peersFromInsideOnlyMeanThatSomethingHidesTheRest() {
    var source = source(10, false);

    assertThat(source.status()).isEqualTo("False");
    assertThat(source.reason()).isEqualTo("OnlyInternalPeers");
    assertThat(source.message())
        .contains("10.0.0.1", "externalTrafficPolicy: Local", "proxyProtocol");
  }

  @Test
  void laptopThatOnlyItselfUsesHidesNothing() {
    var world = World.of("").hasTraffic(new Traffic(10, false, "127.0.0.1", Port25.Unknown));

    assertThat(world.condition("SourceAddressPreserved"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("Unknown", "OnlyThisMachine");
  }

  @Test
  void blockedPortSaysWhatToDo() {
    assertThat(outbound(Port25.Blocked))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "Port25Blocked");
    assertThat(outbound(Port25.Blocked).message()).contains("smarthost");
    assertThat(outbound(Port25.Open).status()).isEqualTo("True");
    assertThat(outbound(Port25.Unknown).status()).isEqualTo("Unknown");
  }

  @Test
  void nobodyHasAsked() {
    assertThat(World.of("").condition("SourceAddressPreserved").reason()).isEqualTo("NotChecked");
    assertThat(World.of("").condition("OutboundReachable").reason()).isEqualTo("NotChecked");
  }
}
