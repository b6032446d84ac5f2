package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.cli.bundle.Bundle;
import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.remote.ServerRefusedException;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds what the API server has to a report: resources, objects, Events and logs.
 *
 * @param logLines the number of lines from each container's log
 */
record ClusterFacts(Cluster cluster, String operatorNamespace, int logLines) {
  /** Selects by part-of and not by name, which nameOverride of the chart may change. */
  private static final String OF_MAILHELM = "app.kubernetes.io/part-of=mailhelm";

  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final String OPERATOR = "operator";

  /**
   * The most octets of a log, whose lines may have any length. It is more than a text of a report
   * may have, so that the report says it is cut.
   */
  private static final int MOST_OF_A_LOG = 2 * Bundle.LONGEST;

  private static final Map<String, Class<? extends HasMetadata>> RESOURCES = resources();

  private static Map<String, Class<? extends HasMetadata>> resources() {
    var kinds = new LinkedHashMap<String, Class<? extends HasMetadata>>();
    kinds.put("maildomains", MailDomain.class);
    kinds.put("mailusers", MailUser.class);
    kinds.put("sendpolicies", SendPolicy.class);
    return kinds;
  }

  void gather(ReportContents into) throws IOException {
    into.add("versions.txt", this::versions);
    for (var kind : RESOURCES.entrySet()) {
      into.add("resources/" + kind.getKey() + ".yaml", () -> text(kind.getValue(), Cluster.ALL));
    }
    into.add("objects/statefulsets.yaml", () -> text(StatefulSet.class, OF_MAILHELM));
    into.add("objects/services.yaml", () -> text(Service.class, OF_MAILHELM));
    into.add(
        "objects/persistentvolumeclaims.yaml",
        () -> text(PersistentVolumeClaim.class, OF_MAILHELM));
    into.add("objects/pods.yaml", () -> text(Pod.class, OF_MAILHELM));
    into.add("events.txt", this::events);
    logs(into, cluster.namespace());
    if (!operatorNamespace.equals(cluster.namespace())) {
      into.add("operator/pods.yaml", () -> text(Pod.class, operatorNamespace, OF_MAILHELM));
      logs(into, operatorNamespace);
    }
  }

  private String versions() {
    var server = cluster.ask(api -> api.getKubernetesVersion());
    return "plugin %s%nkubernetes %s%n%s"
        .formatted(
            CommandRun.Version.number(),
            server == null ? "unknown" : server.getGitVersion(),
            Stream.of(cluster.namespace(), operatorNamespace)
                .distinct()
                .flatMap(namespace -> pods(namespace).stream())
                .flatMap(pod -> pod.getSpec().getContainers().stream().map(c -> image(pod, c)))
                .collect(Collectors.joining()));
  }

  private static String image(Pod pod, Container container) {
    return "%s/%s %s%n"
        .formatted(
            pod.getMetadata().getNamespace(), pod.getMetadata().getName(), container.getImage());
  }

  private String text(Class<? extends HasMetadata> kind, String selector) {
    return text(kind, cluster.namespace(), selector);
  }

  private String text(Class<? extends HasMetadata> kind, String namespace, String selector) {
    var text = new StringBuilder();
    cluster.each(kind, namespace, selector, object -> ObjectText.add(text, object));
    return text.toString();
  }

  private List<Pod> pods(String namespace) {
    return cluster.all(Pod.class, namespace, OF_MAILHELM);
  }

  private String events() {
    return cluster.all(Event.class, cluster.namespace(), Cluster.ALL).stream()
        .sorted(Comparator.comparing(ClusterFacts::time))
        .map(
            event ->
                "%s %s %s %s/%s: %s (%s times)%n"
                    .formatted(
                        time(event),
                        event.getType(),
                        event.getReason(),
                        event.getInvolvedObject().getKind(),
                        event.getInvolvedObject().getName(),
                        event.getMessage(),
                        Objects.requireNonNullElse(event.getCount(), 1)))
        .collect(Collectors.joining());
  }

  private static String time(Event event) {
    return Stream.of(
            event.getLastTimestamp(),
            event.getEventTime() == null ? null : event.getEventTime().getTime(),
            event.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private void logs(ReportContents into, String namespace) throws IOException {
    List<Pod> pods;
    try {
      pods = pods(namespace);
    } catch (ServerRefusedException e) {
      into.missing("logs of " + namespace, e);
      return;
    }
    if (namespace.equals(operatorNamespace) && pods.stream().noneMatch(ClusterFacts::isOperator)) {
      into.missing(
          "operator",
          "none of its pods is in the namespace %s: --operator-namespace names another"
              .formatted(namespace));
    }
    for (var pod : pods) {
      for (var container : pod.getSpec().getContainers()) {
        var name =
            "logs/%s/%s/%s".formatted(namespace, pod.getMetadata().getName(), container.getName());
        into.add(name + ".log", () -> log(pod, container, false));
        if (hasRestarted(pod, container)) {
          into.add(name + ".previous.log", () -> log(pod, container, true));
        }
      }
    }
  }

  private static boolean isOperator(Pod pod) {
    return OPERATOR.equals(pod.getMetadata().getLabels().get(COMPONENT));
  }

  private static boolean hasRestarted(Pod pod, Container container) {
    return pod.getStatus() != null
        && pod.getStatus().getContainerStatuses() != null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(
                status ->
                    container.getName().equals(status.getName()) && status.getRestartCount() > 0);
  }

  private String log(Pod pod, Container container, boolean previous) {
    return cluster.ask(
        api -> {
          var logs =
              api.pods()
                  .inNamespace(pod.getMetadata().getNamespace())
                  .withName(pod.getMetadata().getName())
                  .inContainer(container.getName());
          if (!previous) {
            return logs.limitBytes(MOST_OF_A_LOG).tailingLines(logLines).getLog();
          }
          // The client lets the API server bound one of its two kinds alone.
          var latest = logs.terminated().tailingLines(logLines);
          try (var log = latest.getLogInputStream()) {
            return new String(log.readNBytes(MOST_OF_A_LOG), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
