package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the container of the server: image, variables, ports, probes, resources. */
public final class ServerContainer {
  public static final String NAME = "smtp-server";
  static final String MANAGEMENT = "management";
  static final String MAIL_API = "mail-api";

  private ServerContainer() {}

  static Container of(ServerShape shape) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(image(shape))
        .withImagePullPolicy(shape.image().pullPolicy())
        .withEnv(variables(shape))
        .withPorts(ports(shape))
        .withResources(resources(shape))
        .withSecurityContext(security())
        .withVolumeMounts(ServerVolumes.mounts())
        // The last lines of the log of one that failed: the status of the MailDomain has them.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        // Five minutes: a large store may have to be recovered after a crash.
        .withStartupProbe(probe("/livez", 2, 5, 150))
        .withReadinessProbe(probe("/readyz", 2, 2, 2))
        // A minute of silence: a restart drops every connection, a slow answer none.
        .withLivenessProbe(probe("/livez", 10, 5, 6))
        .build();
  }

  /** The image that the owner names, or else the operator's. */
  public static String image(ServerShape shape) {
    return Objects.requireNonNullElse(shape.spec().image(), shape.image().name());
  }

  /** The image that a StatefulSet was last applied with, whatever somebody has set in it since. */
  public static String appliedImage(StatefulSet set) {
    return Optional.ofNullable(set.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Annotations.IMAGE))
        .orElseGet(
            () -> set.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage());
  }

  /** The pod's name, by which the config names the store in which each pod had mail. */
  private static EnvVar ownName() {
    return new EnvVarBuilder()
        .withName("POD_NAME")
        .withNewValueFrom()
        .withNewFieldRef("v1", "metadata.name")
        .endValueFrom()
        .build();
  }

  private static List<ContainerPort> ports(ServerShape shape) {
    var ports = new ArrayList<ContainerPort>();
    ExposedListener.of(shape).forEach(each -> ports.add(port(each.portName(), each.podPort())));
    ports.add(port(MANAGEMENT, shape.server().management().port()));
    ports.add(port(MAIL_API, shape.server().mailApi().port()));
    // Also where nobody is to reach it yet: it is switched on without a new pod.
    shape.server().web().ifPresent(web -> ports.add(port(WebPort.NAME, web.port())));
    ports.add(port(ProbesPort.NAME, ProbesPort.NUMBER));
    return ports;
  }

  private static List<EnvVar> variables(ServerShape shape) {
    var declared =
        Optional.ofNullable(shape.spec().podTemplate())
            .map(PodTemplateSpec::env)
            .orElse(List.of())
            .stream()
            .map(variable -> new EnvVar(variable.name(), value(variable), null));
    return Stream.concat(Stream.of(ownName()), declared).toList();
  }

  /** The value, or null where it is empty: the API server leaves that out. */
  private static String value(PodTemplateSpec.VariableSpec variable) {
    return "".equals(variable.value()) ? null : variable.value();
  }

  private static ContainerPort port(String name, int port) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(port)
        .withProtocol("TCP")
        .build();
  }

  /**
   * The declared resources, or defaults. The JVM takes up to 512 MiB of heap, and half of that
   * again for classes, compiled code, stacks, TLS buffers and SQLite's pages, so it is never killed
   * for what it was allowed to take. Idle it is well below the 256 MiB requested. There is no CPU
   * limit: it would throttle the handshakes of a burst.
   */
  private static ResourceRequirements resources(ServerShape shape) {
    var declared = shape.spec().resources();
    if (declared == null) {
      return new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("100", "m"))
          .addToRequests("memory", new Quantity("256", "Mi"))
          .addToLimits("memory", new Quantity("768", "Mi"))
          .build();
    }
    var resources = new ResourceRequirementsBuilder(declared);
    if (declared.getRequests() != null) {
      resources.withRequests(CanonicalQuantity.of(declared.getRequests()));
    }
    if (declared.getLimits() != null) {
      resources.withLimits(CanonicalQuantity.of(declared.getLimits()));
    }
    return resources.build();
  }

  private static SecurityContext security() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withRunAsNonRoot(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static Probe probe(String path, int period, int timeout, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(ProbesPort.NAME))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(timeout)
        .withSuccessThreshold(1)
        .withFailureThreshold(failures)
        .build();
  }
}
