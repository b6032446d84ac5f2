package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicePortsTest {
  private static List<ContainerPort> podPorts(ServerShape shape) {
    return SmtpStatefulSet.of(shape)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getPorts();
  }

  private static List<ServicePort> servicePorts(ServerShape shape) {
    return SmtpService.of(shape).getSpec().getPorts();
  }

  @Test
  void aServiceKeepsThePortDeclaredAndAPodBindsNoneBelow1024() {
    var shape = Shapes.of(Declared.DOMAIN);

    assertThat(servicePorts(shape))
        .extracting(ServicePort::getPort, port -> port.getTargetPort().getStrVal())
        .containsExactly(tuple(25, "smtp"), tuple(587, "submission"), tuple(465, "submissions"));
    assertThat(podPorts(shape))
        .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
        .containsExactly(
            tuple("smtp", 2025),
            tuple("submission", 2587),
            tuple("submissions", 2465),
            tuple("management", 3001),
            tuple("mail-api", 3000),
            tuple("web", 8443),
            tuple("probes", 9000));
  }

  private static List<Integer> everyones(ServerShape shape) {
    return ServerNetworkPolicy.of(shape).getSpec().getIngress().getFirst().getPorts().stream()
        .map(port -> port.getPort().getIntVal())
        .toList();
  }

  @Test
  void theWebPortIsReachedOnceAPolicyOrTheWebIsDeclared() {
    var mail = Shapes.of(Declared.DOMAIN);
    assertThat(servicePorts(mail)).extracting(ServicePort::getPort).doesNotContain(443);
    assertThat(everyones(mail)).doesNotContain(8443);

    var policy = Declared.DOMAIN.replace("server: {}", "server: {}\n  mtaSts: {mode: Testing}");
    var declared = Declared.DOMAIN.replace("server: {}", "server: {web: {}}");
    for (var yaml : List.of(policy, declared)) {
      assertThat(servicePorts(Shapes.of(yaml)))
          .extracting(
              ServicePort::getName, ServicePort::getPort, p -> p.getTargetPort().getStrVal())
          .endsWith(tuple("https", 443, "web"));
      assertThat(everyones(Shapes.of(yaml))).contains(8443);
    }
  }

  @Test
  void aPolicyThatSomebodyElsePublishesOpensNothing() {
    var elsewhere =
        Declared.DOMAIN.replace(
            "server: {}", "server: {}\n  mtaSts: {mode: Testing}\n  dns: {omit: [MtaSts]}");

    assertThat(servicePorts(Shapes.of(elsewhere)))
        .extracting(ServicePort::getPort)
        .doesNotContain(443);
  }

  @Test
  void aListenerKeepsThePortAndTheNamesOfTheWebAreNoListeners() {
    var shape =
        Shapes.of(
            Declared.DOMAIN.replace(
                "server: {}",
                "server: {web: {port: 9443}, listeners: [{name: web, port: 25}, {name: https, port:"
                    + " 443}]}"));

    assertThat(servicePorts(shape))
        .extracting(ServicePort::getName, ServicePort::getPort)
        .containsExactly(tuple("smtp-2025", 25), tuple("smtp-2443", 443));
    assertThat(everyones(shape)).containsExactly(2025, 2443);
  }

  @Test
  void aListenerOnLoopbackIsNotReachedFromOutside() {
    var shape =
        Declared.listening(
            "{name: smtp, port: 25}",
            "{name: inside, port: 26, address: 127.0.0.1}",
            "{name: inside6, port: 27, address: '::1'}");

    assertThat(servicePorts(shape)).extracting(ServicePort::getPort).containsExactly(25);
    assertThat(podPorts(shape))
        .extracting(ContainerPort::getContainerPort)
        .doesNotContain(2026, 2027);
  }

  @Test
  void everyPortHasANameOfItsOwnThatKubernetesAllows() {
    var shape =
        Declared.listening(
            "{name: '25', port: 25}",
            "{name: probes, port: 26}",
            "{name: smtp-2025, port: 27}",
            "{name: a--b, port: 28}");

    assertThat(podPorts(shape))
        .extracting(ContainerPort::getName)
        .startsWith("smtp-2025-1", "smtp-2026", "smtp-2025", "smtp-2028")
        .doesNotHaveDuplicates();
  }

  @Test
  void onePortOnTwoAddressesIsOnePort() {
    var shape =
        Declared.listening(
            "{name: four, port: 25, address: 192.0.2.1}",
            "{name: six, port: 25, address: '2001:db8::1'}");

    assertThat(servicePorts(shape)).extracting(ServicePort::getName).containsExactly("four");
  }

  @Test
  void aShapeOfARefusedDomainSaysSo() {
    var shape = Shapes.of(Declared.DOMAIN);
    var other = Declared.listening("{name: smtp, port: 26}").domain();

    assertThat(ServerShape.agrees(other, shape.server())).isFalse();
    assertThatThrownBy(
            () -> new ServerShape(other, shape.server(), Shapes.IMAGE, "x", false, shape.volume()))
        .hasMessageContaining("MailDomain example-com")
        .hasMessageContaining("keeps the objects it has");
  }
}
