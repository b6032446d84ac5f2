package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.mailhelm.crds.PodSecuritySpec;
import io.mailhelm.crds.PodTemplateSpec;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the Pod Security Standards, level restricted, one by one; and ours beyond them. */
class RestrictedPodTest {
  private static final Path CASES =
      Path.of(System.getProperty("mailhelm.root"), "operator/src/test/resources/desired");

  static Stream<PodSpec> pods() throws Exception {
    try (var folders = Files.list(CASES)) {
      var pods = Stream.<PodSpec>builder();
      for (var folder : folders.sorted().toList()) {
        var shape = Shapes.of(Files.readString(folder.resolve("shape.yaml")));
        pods.add(SmtpStatefulSet.of(shape).getSpec().getTemplate().getSpec());
      }
      return pods.build();
    }
  }

  @ParameterizedTest
  @MethodSource("pods")
  void sharesNothingOfItsNode(PodSpec pod) {
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(pod.getContainers())
        .flatExtracting(Container::getPorts)
        .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
  }

  @ParameterizedTest
  @MethodSource("pods")
  void mountsOnlyVolumesThatAreAllowed(PodSpec pod) {
    assertThat(pod.getVolumes())
        .allSatisfy(
            volume ->
                assertThat(
                        volume.getProjected() != null
                            || volume.getSecret() != null
                            || volume.getEmptyDir() != null)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("pods")
  void runsAsNobodyWithTheDefaultSeccompProfile(PodSpec pod) {
    var security = pod.getSecurityContext();
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(Objects.requireNonNullElse(security.getRunAsUser(), 1L)).isPositive();
    assertThat(Objects.requireNonNullElse(security.getRunAsGroup(), 1L)).isPositive();
    assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(security.getSysctls()).isEmpty();
    assertThat(security.getSeLinuxOptions()).isNull();
    assertThat(security.getAppArmorProfile()).isNull();
  }

  @Test
  void whoSaysNothingRunsAsTheUserOfTheImage() {
    var security = pod(Declared.DOMAIN).getSecurityContext();

    assertThat(security.getRunAsUser()).isEqualTo(65_532);
    assertThat(security.getRunAsGroup()).isEqualTo(65_532);
    assertThat(security.getFsGroup()).isEqualTo(65_532);
  }

  @Test
  void whatIsLeftToTheClusterIsNotSaidAndWhatIsNamedIs() {
    var left = pod(declared("{userFrom: Cluster}")).getSecurityContext();
    assertThat(left.getRunAsUser()).isNull();
    assertThat(left.getRunAsGroup()).isNull();
    assertThat(left.getFsGroup()).isNull();
    assertThat(left.getRunAsNonRoot()).isTrue();

    var named = pod(declared("{userFrom: Cluster, fsGroup: 7}")).getSecurityContext();
    assertThat(named.getRunAsUser()).isNull();
    assertThat(named.getFsGroup()).isEqualTo(7);

    var user = pod(declared("{runAsUser: 7}")).getSecurityContext();
    assertThat(user.getRunAsUser()).isEqualTo(7);
    assertThat(user.getFsGroup()).isEqualTo(65_532);
  }

  private static String declared(String securityContext) {
    return Declared.DOMAIN.replace(
        "{}", "{podTemplate: {securityContext: " + securityContext + "}}");
  }

  private static PodSpec pod(String yaml) {
    return SmtpStatefulSet.of(Shapes.of(yaml)).getSpec().getTemplate().getSpec();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void noContainerGainsAnything(PodSpec pod) {
    assertThat(pod.getInitContainers()).isEmpty();
    assertThat(pod.getContainers())
        .extracting(Container::getSecurityContext)
        .allSatisfy(
            security -> {
              assertThat(security.getAllowPrivilegeEscalation()).isFalse();
              assertThat(security.getPrivileged()).isNull();
              assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(security.getCapabilities().getAdd()).isEmpty();
              assertThat(security.getRunAsUser()).isNull();
              assertThat(security.getProcMount()).isNull();
              assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            });
  }

  @ParameterizedTest
  @MethodSource("pods")
  void holdsNoCredentialsOfTheCluster(PodSpec pod) {
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void whatItReadsIsReadOnlyAndForItsGroup(PodSpec pod) {
    assertThat(pod.getVolumes().getFirst().getProjected().getDefaultMode()).isEqualTo(0440);
    assertThat(pod.getVolumes().getFirst().getProjected().getSources())
        .hasSize(81)
        .allSatisfy(source -> assertThat(source.getSecret().getOptional()).isTrue());
    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().startsWith("/etc"))
        .hasSize(3)
        .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
  }

  /** Whoever adds a field here says how it keeps within the rules above. */
  @Test
  void whoDeclaresAServerDecidesNothingElseOfItsPods() {
    assertThat(PodTemplateSpec.class.getRecordComponents())
        .extracting(RecordComponent::getName)
        .containsExactly(
            "labels", // those that the administrator lists, and none of ours
            "annotations", // the same
            "nodeSelector",
            "tolerations",
            "affinity",
            "topologySpreadConstraints",
            "priorityClassName", // one that the administrator lists
            "imagePullSecrets", // the node reads them, for an image that the administrator lists
            "serviceAccountName", // one that the administrator lists; no token is mounted
            "env", // those that the administrator lists, and none that would run other code
            "securityContext"); // numbers
    assertThat(PodSecuritySpec.class.getRecordComponents())
        .extracting(RecordComponent::getName)
        .containsExactly(
            "userFrom",
            "runAsUser",
            "runAsGroup",
            "fsGroup",
            "fsGroupChangePolicy",
            "supplementalGroups");
  }

  @Test
  void labelsThatAreOursStayOurs() {
    var labels =
        Labels.with(Labels.of(Declared.domain()), Map.of(Labels.INSTANCE, "other", "team", "mail"));

    assertThat(labels).containsEntry(Labels.INSTANCE, "example-com").containsEntry("team", "mail");
  }

  @Test
  void aPodHasThirtySecondsAfterItsDrain() {
    var pod = SmtpStatefulSet.of(Shapes.of(Declared.DOMAIN)).getSpec().getTemplate().getSpec();

    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(5 * 60 + 30);
  }
}
