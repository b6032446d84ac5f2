package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that a newer operator would replace. */
class UpgradesIT {
  private static final String NEXT = "mailhelm/smtp-server:next";

  /** As a kubelet says it of an image that no registry has. */
  static final String NO_IMAGE =
      """
      phase: Pending
      conditions:
      - {type: PodScheduled, status: "True"}
      - {type: Ready, status: "False", lastTransitionTime: "2026-01-01T00:00:00Z"}
      containerStatuses:
      - name: smtp-server
        image: mailhelm/smtp-server:next
        imageID: ""
        ready: false
        restartCount: 0
        state: {waiting: {reason: ImagePullBackOff, message: not found}}
      """;

  /** All that the operator writes on its own, but for the owner. */
  private static final String FORGED =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: forged-smtp
        labels:
          app.kubernetes.io/name: mailhelm
          app.kubernetes.io/instance: forged
          app.kubernetes.io/component: smtp-server
          app.kubernetes.io/part-of: mailhelm
          app.kubernetes.io/managed-by: mailhelm-operator
        annotations:
          mailhelm.io/declared: "0"
          mailhelm.io/template: "0"
          mailhelm.io/upgrading-since: "%s"
      spec:
        replicas: 1
        serviceName: forged
        selector: {matchLabels: {app: forged}}
        template:
          metadata: {labels: {app: forged}}
          spec:
            securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
            containers:
            - name: other
              image: example.com/other:1
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void anUpgradeStopsAtTheFirstThatDoesNotComeUpAndGoesOnOnceItDoes() {
    var names = List.of("one", "two", "three");
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var ports = names.stream().map(any -> KubeApi.freePort()).toList();
      try (var operator = RunningOperator.in(api)) {
        for (int i = 0; i < names.size(); i++) {
          seen.apply(server(names.get(i), ports.get(i), ""));
        }
        for (var name : names) {
          seen.await(MailDomain.class, name, "Ready", "True");
          seen.await(MailDomain.class, name, "UpToDate", "True");
          node.pod(name + "-smtp-0").cannotRun(":next", NO_IMAGE);
        }
      }
      String failed;
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        failed =
            Awaitility.await("one that fails")
                .until(
                    () -> names.stream().filter(name -> says(name, "UpgradeFailed")).findFirst(),
                    java.util.Optional::isPresent)
                .orElseThrow();
        for (var name : without(names, failed)) {
          assertThat(image(name)).isNotEqualTo(NEXT);
          seen.await(MailDomain.class, name, "Ready", "True");
        }
        var told = failed;
        Awaitility.await("one Event")
            .untilAsserted(
                () -> assertThat(events(told, "Warning")).containsOnlyOnce("UpgradeFailed"));
      }
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        for (var name : without(names, failed)) {
          awaitReason(name, "WaitsForServer");
          assertThat(condition(name).message()).startsWith("MailDomain " + failed + " does not");
        }
        var own = without(names, failed).getFirst();
        node.pod(own + "-smtp-0").canRun();
        seen.apply(server(own, ports.get(names.indexOf(own)), "  drainTimeout: 7s"));
        Awaitility.await("its owner's wish").until(() -> image(own).equals(NEXT));
        seen.await(MailDomain.class, own, "Ready", "True");
        var last = without(names, failed, own).getFirst();
        awaitReason(last, "WaitsForServer");
        assertThat(image(last)).as("it still waits").isNotEqualTo(NEXT);

        names.forEach(name -> node.pod(name + "-smtp-0").canRun());
        for (var name : names) {
          seen.await(MailDomain.class, name, "UpToDate", "True");
          seen.await(MailDomain.class, name, "Ready", "True");
          assertThat(image(name)).isEqualTo(NEXT);
          assertThat(set(name).getMetadata().getAnnotations())
              .doesNotContainKey("mailhelm.io/upgrading-since");
        }
        assertThat(node.trouble()).isEmpty();
      }
    }
  }

  @Test
  void whereItsOwnerDecidesItGoesOnWithWhatItRuns() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var port = KubeApi.freePort();
      String before;
      try (var operator = RunningOperator.in(api)) {
        seen.apply(server("one", port, "  upgrade: Manual"));
        seen.await(MailDomain.class, "one", "Ready", "True");
        before = image("one");
      }
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        awaitReason("one", "WaitsForOwner");
        Awaitility.await("an Event of it")
            .untilAsserted(() -> assertThat(events("one", "Normal")).contains("WaitsForOwner"));
        seen.apply(server("one", port, "  upgrade: Manual\n  resources: {requests: {cpu: 7m}}"));
        seen.await(StatefulSet.class, "one-smtp", set -> requests(set).contains("7m"));
        seen.await(MailDomain.class, "one", "Ready", "True");
        awaitReason("one", "WaitsForOwner");
        assertThat(image("one")).isEqualTo(before);

        seen.edit(
            StatefulSet.class,
            "one-smtp",
            set -> {
              var pods = set.getSpec().getTemplate().getSpec();
              pods.setTerminationGracePeriodSeconds(1L);
              pods.getContainers().getFirst().setImage("somebody/else:1");
            });
        seen.await(
            StatefulSet.class,
            "one-smtp",
            set ->
                set.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds() > 1
                    && image("one").equals(before));

        node.pod("one-smtp-0").cannotRun(":next", NO_IMAGE);
        takeUpgrade("one");
        awaitReason("one", "UpgradeFailed");
        assertThat(set("one").getMetadata().getAnnotations())
            .containsKey("mailhelm.io/upgrading-since");
        Awaitility.await("an Event of the failure")
            .untilAsserted(() -> assertThat(events("one", "Warning")).contains("UpgradeFailed"));

        node.pod("one-smtp-0").canRun();
        seen.await(MailDomain.class, "one", "UpToDate", "True");
        seen.await(MailDomain.class, "one", "Ready", "True");
        assertThat(image("one")).isEqualTo(NEXT);
        assertThat(set("one").getMetadata().getAnnotations())
            .doesNotContainKey("mailhelm.io/upgrading-since");
      }
    }
  }

  /** The annotation stays on the MailDomain; nobody meant it for what comes later. */
  @Test
  void theSameValueTakesNoSecondUpgrade() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var port = KubeApi.freePort();
      String before;
      try (var operator = RunningOperator.in(api)) {
        seen.apply(server("one", port, "  upgrade: Manual"));
        seen.await(MailDomain.class, "one", "Ready", "True");
        before = image("one");
      }
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        awaitReason("one", "WaitsForOwner");
        takeUpgrade("one");
        seen.await(MailDomain.class, "one", "UpToDate", "True");
        assertThat(image("one")).isEqualTo(NEXT);
      }
      try (var operator = RunningOperator.in(api)) {
        awaitReason("one", "WaitsForOwner");
        seen.apply(server("one", port, "  upgrade: Automatic"));
        Awaitility.await("the way back").until(() -> image("one").equals(before));
        seen.await(MailDomain.class, "one", "UpToDate", "True");
        seen.apply(server("one", port, "  upgrade: Manual"));
      }
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        awaitReason("one", "WaitsForOwner");
        assertThat(image("one")).isEqualTo(before);
        takeUpgrade("one");
        seen.await(MailDomain.class, "one", "UpToDate", "True");
        assertThat(image("one")).isEqualTo(NEXT);
      }
      assertThat(node.trouble()).isEmpty();
    }
  }

  /** Pods that are being replaced for their owner's sake are not up to date either. */
  @Test
  void aChangeOfItsOwnerIsNotUpToDateBeforeItsPodsAreReady() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(server("one", port, ""));
      seen.await(MailDomain.class, "one", "Ready", "True");
      seen.await(MailDomain.class, "one", "UpToDate", "True");
      var image = image("one");
      node.pod("one-smtp-0").cannotRun(image, NO_IMAGE);

      seen.apply(server("one", port, "  resources: {requests: {cpu: 7m}}"));
      awaitReason("one", "RollingOut");
      seen.await(MailDomain.class, "one", "ServerReady", "False");
      // A pass of its own, which changes nothing of the pods.
      seen.apply(
          server(
              "one",
              port,
              "  resources: {requests: {cpu: 7m}}\nmailboxes: {subaddressing: false}"));
      seen.await(
          MailDomain.class,
          "one",
          domain ->
              domain.getMetadata().getGeneration().equals(domain.getStatus().observedGeneration()));
      assertThat(condition("one").reason()).isEqualTo("RollingOut");
      node.pod("one-smtp-0").canRun();
      seen.await(MailDomain.class, "one", "UpToDate", "True");
      seen.await(MailDomain.class, "one", "Ready", "True");
      assertThat(set("one").getMetadata().getAnnotations())
          .doesNotContainKey("mailhelm.io/upgrading-since");
    }
  }

  /** As its owner does who copies the command of the condition. */
  private void takeUpgrade(String name) {
    var said = condition(name).message();
    seen.edit(
        MailDomain.class,
        name,
        domain ->
            domain
                .getMetadata()
                .setAnnotations(
                    Map.of("mailhelm.io/upgrade", said.substring(said.indexOf('=') + 1))));
  }

  /** The StatefulSet is made again for it, and is no new server. */
  @Test
  void aServerWhoseVolumeGrowsKeepsItsImageUntilItsOwnerDecides() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var port = KubeApi.freePort();
      var growing = growing();
      String before;
      try (var operator = RunningOperator.in(api)) {
        seen.apply(server("one", port, manual(growing, "1Gi")));
        seen.await(MailDomain.class, "one", "Ready", "True");
        before = image("one");
      }
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        awaitReason("one", "WaitsForOwner");
        var uid = set("one").getMetadata().getUid();
        seen.apply(server("one", port, manual(growing, "2Gi")));
        seen.await(StatefulSet.class, "one-smtp", set -> !set.getMetadata().getUid().equals(uid));
        seen.await(MailDomain.class, "one", "Ready", "True");
        awaitReason("one", "WaitsForOwner");

        assertThat(image("one")).isEqualTo(before);
        assertThat(node.pod("one-smtp-0").started()).isEqualTo(1);
        assertThat(node.trouble()).isEmpty();
      }
    }
  }

  /** An operator that took it away to make it again may have died in between. */
  @Test
  void podsWithoutAStatefulSetGetOneWithTheirImage() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      String before;
      try (var operator = RunningOperator.in(api)) {
        seen.apply(server("one", KubeApi.freePort(), "  upgrade: Manual"));
        seen.await(MailDomain.class, "one", "Ready", "True");
        before = image("one");
      }
      api.client()
          .apps()
          .statefulSets()
          .inNamespace(api.namespace())
          .withName("one-smtp")
          .withPropagationPolicy(DeletionPropagation.ORPHAN)
          .delete();
      seen.awaitGone(StatefulSet.class, "one-smtp");

      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        seen.await(StatefulSet.class, "one-smtp", any -> true);
        awaitReason("one", "WaitsForOwner");
        seen.await(MailDomain.class, "one", "Ready", "True");

        assertThat(image("one")).isEqualTo(before);
        assertThat(node.pod("one-smtp-0").started()).isEqualTo(1);
        assertThat(node.trouble()).isEmpty();
      }
    }
  }

  private static String manual(String storageClass, String size) {
    return "  upgrade: Manual\n  storage: {size: %s, storageClassName: %s}"
        .formatted(size, storageClass);
  }

  private String growing() {
    var name = "growing-" + api.namespace();
    seen.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: example.com/none
        allowVolumeExpansion: true
        """
            .formatted(name));
    return name;
  }

  @Test
  void aStatefulSetThatSomebodyForgedKeepsNobodyWaiting() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      try (var operator = RunningOperator.in(api)) {
        seen.apply(server("one", KubeApi.freePort(), ""));
        seen.await(MailDomain.class, "one", "Ready", "True");
      }
      seen.apply(
          FORGED.formatted(Instant.now()) + "---\n" + server("forged", KubeApi.freePort(), ""));
      seen.await(StatefulSet.class, "forged-smtp", set -> set.getStatus() != null);

      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        Awaitility.await("its turn").until(() -> image("one").equals(NEXT));
        seen.await(MailDomain.class, "one", "Ready", "True");
        assertThat(set("forged").getMetadata().getAnnotations())
            .containsKey("mailhelm.io/upgrading-since");
      }
      assertThat(node.trouble()).isEmpty();
    }
  }

  private static String server(String name, int port, String line) {
    return Declarations.server(port, line)
        .replace("example.com", name + ".example")
        .replace("example-com", name);
  }

  private static List<String> without(List<String> names, String... others) {
    var rest = new ArrayList<>(names);
    rest.removeAll(List.of(others));
    return rest;
  }

  private Condition condition(String name) {
    return Seen.condition(seen.get(MailDomain.class, name).orElseThrow(), "UpToDate").orElseThrow();
  }

  private boolean says(String name, String reason) {
    return condition(name).reason().equals(reason);
  }

  private void awaitReason(String name, String reason) {
    seen.await(
        MailDomain.class,
        name,
        domain ->
            Seen.condition(domain, "UpToDate")
                .filter(condition -> condition.reason().equals(reason))
                .isPresent());
  }

  private StatefulSet set(String name) {
    return seen.get(StatefulSet.class, name + "-smtp").orElseThrow();
  }

  private String image(String name) {
    return set(name).getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private static String requests(StatefulSet set) {
    return set.getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getResources()
        .getRequests()
        .toString();
  }

  private List<String> events(String name, String type) {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .filter(event -> event.getType().equals(type))
        .filter(event -> event.getMessage().startsWith("UpToDate is False"))
        .map(Event::getReason)
        .toList();
  }
}
