package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Exposure.KeepsAddresses;
import io.mailhelm.compiler.Traffic.Port25;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.ServiceSpec.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Advice on addresses is for the Service that there is. */
class ExposureTest {
  private static final RecordReport ADDRESS =
      new RecordReport(
          RecordPurpose.Address,
          "mail.example.com",
          "A",
          "",
          List.of(),
          RecordVerdict.Unknown,
          true,
          "Nobody here knows.");

  private static World world(Type type, String... given) {
    return world(new Exposure(type, List.of(given), Optional.empty()));
  }

  private static World world(Exposure exposure) {
    return World.of("")
        .hasPods(
            new ObservedState.Pods(
                1, 1, List.of(), Optional.empty(), List.of(), exposure, Optional.empty()));
  }

  private static String advice(World world) {
    return world.sees(World.report(ADDRESS)).status().dns().records().getFirst().advice();
  }

  @Test
  void anUnknownAddressIsToBeDoneAboutAsTheServiceIs() {
    assertThat(advice(world(Type.LoadBalancer)))
        .contains("load balancer has given the Service no address yet", "publicAddresses");
    assertThat(advice(world(Type.LoadBalancer, "10.0.0.7")))
        .contains("gave the Service 10.0.0.7, which is no public address")
        .doesNotContain("wait");
    assertThat(advice(world(Type.NodePort)))
        .contains("those of the nodes")
        .doesNotContain("alancer");
    assertThat(advice(world(Type.ClusterIP)))
        .contains("within the cluster only")
        .doesNotContain("alancer", "nodes");
    assertThat(advice(World.of(""))).isEqualTo("Nobody here knows.");
  }

  @ParameterizedTest
  @EnumSource
  void hiddenPeersAreShownByWhatTheServiceAllows(Type type) {
    var message =
        world(type)
            .hasTraffic(new Traffic(10, false, "10.0.0.1", Port25.Unknown))
            .condition("SourceAddressPreserved")
            .message();

    assertThat(message).contains("proxyProtocol");
    // The schema refuses it for ClusterIP.
    assertThat(message.contains("externalTrafficPolicy")).isEqualTo(type != Type.ClusterIP);
    assertThat(message.contains("load balancer")).isEqualTo(type == Type.LoadBalancer);
  }

  /** And a few who are of the cluster may be all who came: a job, a test, a colleague. */
  @ParameterizedTest
  @EnumSource
  void whatIsSetAlreadyIsNotAdvised(KeepsAddresses kept) {
    var world = world(new Exposure(Type.LoadBalancer, List.of(), Optional.of(kept)));

    assertThat(source(world, 99))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("Unknown", "TooFewConnections");
    var hidden = source(world, 100);
    assertThat(hidden)
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "OnlyInternalPeers");
    assertThat(hidden.message()).contains("10.0.0.1").doesNotContain("Set ", ": Local");
  }

  private static Condition source(World world, long connections) {
    return world
        .hasTraffic(new Traffic(connections, false, "10.0.0.1", Port25.Unknown))
        .condition("SourceAddressPreserved");
  }
}
