package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.AdminGrants;
import io.mailhelm.operator.DomainGrants;
import io.mailhelm.operator.PodGrants;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a MailDomain gives to its pods and its Service, in a namespace that keeps to {@code
 * restricted}.
 */
class PodTemplateIT {
  private static final String TEMPLATE =
      """
        podTemplate:
          labels: {example.com/team: mail}
          annotations: {example.com/on-call: weekdays}
          priorityClassName: mail
          imagePullSecrets: [{name: registry}]
          serviceAccountName: mail-servers
          env: [{name: TZ, value: Europe/Berlin}]
          securityContext: {runAsUser: 1001, fsGroup: 1002, supplementalGroups: [2001]}
      """
          .stripTrailing();

  private static final String SERVICE =
      """
        service:
          labels: {example.com/pool: public}
          loadBalancerSourceRanges: [192.0.2.0/24]
          ipFamilyPolicy: PreferDualStack
          ipFamilies: [IPv4, IPv6]
          nodePorts: [{port: 25, nodePort: 30045}]
      """
          .stripTrailing();

  private static final AdminGrants GRANTED =
      new AdminGrants(
          new DomainGrants(List.of()),
          List.of("mailhelm/smtp-server"),
          false,
          new PodGrants(
              List.of("example.com/*"),
              List.of("example.com/on-call"),
              List.of("TZ"),
              List.of("mail"),
              List.of("mail-servers")));

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  private void isThere() {
    api.configOf("mail-servers");
    seen.apply(
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: mail}
        value: 1000
        """);
  }

  @Test
  void whatIsAllowedIsTakenUnderRestrictedAndGoesWithItsField() {
    isThere();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api, GRANTED, Outside.EMPTY)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port, TEMPLATE, SERVICE));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      var pod = seen.get(Pod.class, "example-com-smtp-0").orElseThrow();
      assertThat(pod.getMetadata().getLabels()).containsEntry("example.com/team", "mail");
      assertThat(pod.getMetadata().getAnnotations())
          .containsEntry("example.com/on-call", "weekdays");
      assertThat(pod.getSpec().getPriority()).isEqualTo(1000);
      assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("mail-servers");
      assertThat(pod.getSpec().getImagePullSecrets())
          .containsExactly(new LocalObjectReference("registry"));
      assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(1001);
      assertThat(pod.getSpec().getVolumes())
          .as("no token of its account")
          .extracting(Volume::getName)
          .containsExactlyInAnyOrder("config", "token", "api-tls", "tmp", "data");
      var service = seen.get(Service.class, "example-com-smtp").orElseThrow();
      assertThat(service.getMetadata().getLabels()).containsEntry("example.com/pool", "public");
      assertThat(service.getSpec().getLoadBalancerSourceRanges()).containsExactly("192.0.2.0/24");
      assertThat(service.getSpec().getIpFamilies()).containsExactly("IPv4", "IPv6");
      assertThat(nodePort(service, 25)).isEqualTo(30045);

      seen.apply(Declarations.server(port));

      var template =
          seen.await(
                  StatefulSet.class,
                  "example-com-smtp",
                  set -> set.getSpec().getTemplate().getSpec().getServiceAccountName() == null)
              .getSpec()
              .getTemplate();
      assertThat(template.getMetadata().getLabels()).doesNotContainKey("example.com/team");
      assertThat(annotations(template.getMetadata())).isZero();
      assertThat(template.getSpec().getServiceAccount()).isNull();
      assertThat(template.getSpec().getPriorityClassName()).isNull();
      assertThat(template.getSpec().getImagePullSecrets()).isEmpty();
      assertThat(template.getSpec().getContainers().getFirst().getEnv())
          .extracting(EnvVar::getName)
          .containsExactly("POD_NAME");
      assertThat(template.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(65_532);
      assertThat(template.getSpec().getSecurityContext().getSupplementalGroups()).isEmpty();
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var now = seen.get(Service.class, "example-com-smtp").orElseThrow();
      assertThat(now.getMetadata().getLabels()).doesNotContainKey("example.com/pool");
      assertThat(now.getSpec().getLoadBalancerSourceRanges()).isEmpty();
      assertThat(nodePort(now, 25)).as("the one it has stays").isEqualTo(30045);
      assertThat(now.getSpec().getIpFamilyPolicy())
          .as("what nobody says stays as it is")
          .isEqualTo("PreferDualStack");

      seen.apply(Declarations.server(port, "  service: {ipFamilyPolicy: SingleStack}"));
      seen.await(
          Service.class,
          "example-com-smtp",
          any -> any.getSpec().getIpFamilies().equals(List.of("IPv4")));
    }
  }

  private static int annotations(ObjectMeta metadata) {
    return metadata.getAnnotations() == null ? 0 : metadata.getAnnotations().size();
  }

  private static int nodePort(Service service, int port) {
    return service.getSpec().getPorts().stream()
        .filter(each -> each.getPort() == port)
        .mapToInt(ServicePort::getNodePort)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPodWhoseUserTheClusterGivesNamesNoneAndIsTakenUnderRestricted() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(
              KubeApi.freePort(), "  podTemplate: {securityContext: {userFrom: Cluster}}"));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      var security =
          seen.get(Pod.class, "example-com-smtp-0").orElseThrow().getSpec().getSecurityContext();
      assertThat(security.getRunAsUser()).isNull();
      assertThat(security.getRunAsGroup()).isNull();
      assertThat(security.getFsGroup()).isNull();
      assertThat(security.getRunAsNonRoot()).isTrue();
    }
  }

  @Test
  void whatNobodyAllowedReachesNoPod() {
    isThere();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var before = seen.get(StatefulSet.class, "example-com-smtp").orElseThrow();

      for (var field :
          List.of(
              "labels: {example.com/team: mail}",
              "annotations: {sidecar.example/inject: 'true'}",
              "env: [{name: MAILHELM_JAVA_OPTS, value: '-XX:OnError=id'}]",
              "priorityClassName: system-node-critical",
              "serviceAccountName: mail-servers")) {
        seen.apply(Declarations.server(port, "  podTemplate: {" + field + "}"));

        var refused = seen.await(MailDomain.class, "example-com", "Ready", "False");
        assertThat(Seen.condition(refused, "Ready").orElseThrow())
            .satisfies(
                ready -> {
                  assertThat(ready.reason()).isEqualTo("NotAllowed");
                  assertThat(ready.message()).contains("allow.pods.");
                });
        seen.apply(Declarations.server(port));
        seen.await(MailDomain.class, "example-com", "Ready", "True");
      }
      assertThat(
              seen.get(StatefulSet.class, "example-com-smtp").orElseThrow().getSpec().getTemplate())
          .isEqualTo(before.getSpec().getTemplate());
      assertThat(node.pod("example-com-smtp-0").started()).isEqualTo(1);
    }
  }

  @Test
  void noNameOfAnotherIsPublishedByAnAnnotation() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      var annotation =
          "  service: {annotations: {external-dns.alpha.kubernetes.io/hostname: '%s'}}";
      seen.apply(
          Declarations.server(port, annotation.formatted("mail.example.com, www.example.net")));
      var refused = seen.await(MailDomain.class, "example-com", "Ready", "False");
      assertThat(Seen.condition(refused, "Ready").orElseThrow().message())
          .contains("www.example.net is not within example.com");
      assertThat(seen.get(Service.class, "example-com-smtp")).isEmpty();

      seen.apply(Declarations.server(port, annotation.formatted("mail.example.com")));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  @Test
  void aServiceThatIsRefusedIsSaidAndStopsNothingElse() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port, "  service: {nodePorts: [{port: 25, nodePort: 25}]}"));
      var refused = seen.await(MailDomain.class, "example-com", "ConfigApplied", "False");

      assertThat(Seen.condition(refused, "ConfigApplied").orElseThrow())
          .satisfies(
              applied -> {
                assertThat(applied.reason()).isEqualTo("Refused");
                assertThat(applied.message())
                    .contains("spec.ports[0].nodePort", "not in the valid range");
              });
      assertThat(seen.get(NetworkPolicy.class, "example-com-smtp")).isPresent();
      seen.await(MailDomain.class, "example-com", "ServerReady", "True");

      seen.apply(
          Declarations.server(port, "  service: {nodePorts: [{port: 25, nodePort: 30046}]}"));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(nodePort(seen.get(Service.class, "example-com-smtp").orElseThrow(), 25))
          .isEqualTo(30046);
    }
  }
}
