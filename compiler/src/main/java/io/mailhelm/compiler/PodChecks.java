package io.mailhelm.compiler;

import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.PodTemplateSpec;
import io.mailhelm.crds.ServiceSpec;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks what a MailDomain sets on its pods and its Service and no schema can check. None of it is
 * part of the config.
 */
final class PodChecks {
  /** Variables that would run code from outside the image; nobody can allow them. */
  private static final Set<String> TAKEN =
      Set.of(
          "PATH",
          "JAVA_HOME",
          "CLASSPATH",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "JDK_AOT_VM_OPTIONS",
          "_JAVA_OPTIONS",
          "ENV");

  /** Prefixes of such variables: of the dynamic loader, and of the application's framework. */
  private static final List<String> TAKEN_PREFIXES = List.of("LD_", "QUARKUS_");

  /** The web port, which no listener declares. */
  private static final int HTTPS = 443;

  private final MailDomain domain;
  private final SpecFields fields;

  PodChecks(MailDomain domain, SpecFields fields) {
    this.domain = domain;
    this.fields = fields;
  }

  void check() {
    var server = domain.getSpec().server();
    if (server.podTemplate() != null) {
      template(server.podTemplate());
    }
    if (server.service() != null) {
      service(server.service());
    }
  }

  private void template(PodTemplateSpec template) {
    var path = "spec.server.podTemplate";
    var keys = new ObjectKeys(fields);
    keys.labels(path + ".labels", template.labels());
    keys.annotations(path + ".annotations", template.annotations());
    var env = Objects.requireNonNullElse(template.env(), List.<PodTemplateSpec.VariableSpec>of());
    for (int i = 0; i < env.size(); i++) {
      var name = env.get(i).name();
      if (TAKEN.contains(name) || TAKEN_PREFIXES.stream().anyMatch(name::startsWith)) {
        fields.invalid(
            path + ".env[%d].name".formatted(i),
            "%s would run something else than the image: remove it; options of the JVM go into MAILHELM_JAVA_OPTS"
                .formatted(name));
      }
    }
  }

  private void service(ServiceSpec service) {
    var path = "spec.server.service";
    new ObjectKeys(fields).labels(path + ".labels", service.labels());
    fields.cidrs(path + ".loadBalancerSourceRanges", service.loadBalancerSourceRanges());
    var ports = ports();
    var wanted = Objects.requireNonNullElse(service.nodePorts(), List.<ServiceSpec.NodePort>of());
    for (int i = 0; i < wanted.size(); i++) {
      if (!ports.contains(wanted.get(i).port())) {
        fields.invalid(
            path + ".nodePorts[%d].port".formatted(i),
            "%d is no port of the Service: it has %s".formatted(wanted.get(i).port(), ports));
      }
    }
  }

  private Set<Integer> ports() {
    var ports = new TreeSet<Integer>();
    for (var listener : domain.getSpec().server().listeners()) {
      if (listener.address() == null || !isLoopback(listener.address())) {
        ports.add(listener.port());
      }
    }
    ports.remove(0);
    ports.add(HTTPS);
    return ports;
  }

  /** Whether it is a loopback address. What is no address is reported elsewhere. */
  private static boolean isLoopback(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
