package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.mailhelm.crds.MailDomain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that ExternalDNS is asked to publish. There is no ExternalDNS here. */
class PublishingIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  private String publish(String who) {
    return Declarations.server(
        port, World.DNS.replace("dns: {", "dns: {publish: %s, ".formatted(who)));
  }

  @Test
  void whatIsExpectedIsAskedForAndTakenBack() {
    ForeignApis.installDnsEndpoint(api);
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World();
        var operator = RunningOperator.in(api, world.outside())) {
      seen.apply(publish("ExternalDNS"));
      var domain = seen.await(MailDomain.class, "example-com", "Ready", "True");

      var asked = awaitEndpoint(Optional::isPresent).orElseThrow();
      assertThat(asked.getMetadata().getOwnerReferences())
          .extracting(OwnerReference::getUid)
          .containsExactly(domain.getMetadata().getUid());
      List<Map<String, Object>> endpoints = asked.get("spec", "endpoints");
      assertThat(endpoints)
          .anySatisfy(
              endpoint ->
                  assertThat(endpoint)
                      .containsEntry("dnsName", "example.com")
                      .containsEntry("recordType", "MX")
                      .containsEntry("targets", List.of("10 mail.example.com")));

      seen.apply(publish("None"));
      awaitEndpoint(Optional::isEmpty);
    }
  }

  private Optional<GenericKubernetesResource> awaitEndpoint(
      java.util.function.Predicate<Optional<GenericKubernetesResource>> wanted) {
    return Awaitility.await("DNSEndpoint example-com-dns")
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                Optional.ofNullable(
                    api.client()
                        .genericKubernetesResources(ForeignApis.DNS_ENDPOINT)
                        .inNamespace(api.namespace())
                        .withName("example-com-dns")
                        .get()),
            wanted);
  }
}
