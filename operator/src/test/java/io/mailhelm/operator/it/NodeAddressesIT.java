package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddressBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.operator.cluster.NodeAddresses;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeAddressesIT {
  @RegisterExtension final KubeApi api = new KubeApi();

  @AfterEach
  void remove() {
    api.client().nodes().withLabel("test", api.namespace()).delete();
  }

  private Node node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node-" + api.namespace())
        .addToLabels("test", api.namespace())
        .endMetadata()
        .withNewSpec()
        .withPodCIDR("10.244.0.0/24")
        .withPodCIDRs("10.244.0.0/24", "fd00:244::/64")
        .endSpec()
        .build();
  }

  private void create(Node node) {
    var made = api.client().resource(node).create();
    api.client()
        .resource(made)
        .editStatus(
            any ->
                new NodeBuilder(any)
                    .editOrNewStatus()
                    .addToAddresses(
                        new NodeAddressBuilder()
                            .withType("InternalIP")
                            .withAddress("192.168.7.1")
                            .build(),
                        new NodeAddressBuilder()
                            .withType("ExternalIP")
                            .withAddress("198.51.100.9")
                            .build(),
                        new NodeAddressBuilder()
                            .withType("Hostname")
                            .withAddress("node.example")
                            .build())
                    .endStatus()
                    .build());
  }

  private static boolean has(NodeAddresses addresses, String address) {
    return addresses.contains(InetAddress.ofLiteral(address), List.of());
  }

  @Test
  void knowsTheAddressesOfNodesAndOfTheirPods() {
    create(node());
    var addresses = new NodeAddresses(api.client(), ElapsedTime.SYSTEM);

    assertThat(has(addresses, "192.168.7.1")).isTrue();
    assertThat(has(addresses, "198.51.100.9")).isTrue();
    assertThat(has(addresses, "10.244.0.77")).isTrue();
    assertThat(has(addresses, "fd00:244::5")).isTrue();
    assertThat(has(addresses, "10.245.0.1")).isFalse();
    assertThat(has(addresses, "192.168.7.2")).isFalse();
    assertThat(has(addresses, "203.0.113.5")).isFalse();
  }

  @Test
  void takesPrivateAddressesForTheClustersWhereNodesMayNotBeRead() {
    create(node());
    try (var client = new KubernetesClientBuilder().withConfig(api.configOf("nobody")).build()) {
      var addresses = new NodeAddresses(client, ElapsedTime.SYSTEM);

      assertThat(has(addresses, "192.168.7.2")).isTrue();
      assertThat(has(addresses, "100.64.3.4")).isTrue();
      assertThat(has(addresses, "198.51.100.9")).isFalse();
    }
  }

  @Test
  void takesPrivateAddressesForTheClustersWhereNodesSayNothingOfTheirPods() {
    create(new NodeBuilder(node()).withNewSpec().endSpec().build());
    var addresses = new NodeAddresses(api.client(), ElapsedTime.SYSTEM);

    assertThat(has(addresses, "10.99.0.1")).isTrue();
    assertThat(has(addresses, "198.51.100.9")).isTrue();
    assertThat(has(addresses, "203.0.113.5")).isFalse();
  }

  @Test
  void takesPrivateAddressesForTheClustersWherePodsHaveOthersThanNodesSay() {
    create(node());
    var addresses = new NodeAddresses(api.client(), ElapsedTime.SYSTEM);
    var tunnel = InetAddress.ofLiteral("10.99.3.0");

    var told = List.of(InetAddress.ofLiteral("10.244.0.7"));
    assertThat(addresses.contains(tunnel, told)).isFalse();
    var foreign = List.of(InetAddress.ofLiteral("10.99.0.7"));
    assertThat(addresses.contains(tunnel, foreign)).isTrue();
    assertThat(addresses.contains(InetAddress.ofLiteral("203.0.113.5"), foreign)).isFalse();
  }
}
