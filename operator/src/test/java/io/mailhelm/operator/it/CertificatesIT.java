package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.PemPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where certificates come from. There is no cert-manager here: its issuer is played. */
class CertificatesIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void aSelfSignedOneIsRenewedBeforeItEnds() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      String first;
      try (var operator = RunningOperator.in(api)) {
        seen.apply(Declarations.server(KubeApi.freePort()));
        var domain = seen.await(MailDomain.class, "example-com", "Ready", "True");
        first = domain.getStatus().tls().fingerprint();
        assertThat(Seen.condition(domain, "TLSReady").orElseThrow().reason())
            .isEqualTo("SelfSigned");
      }
      var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(340));
      try (var operator = RunningOperator.in(api, api.config(), later)) {
        seen.await(
            MailDomain.class,
            "example-com",
            domain -> !domain.getStatus().tls().fingerprint().equals(first));
      }
    }
  }

  @Test
  void oneThatIsGivenIsTakenAsItChanges() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort(), "tls: {secretRef: {name: mine}}"));
      var waiting = seen.await(MailDomain.class, "example-com", "Ready", "False");
      assertThat(Seen.condition(waiting, "Ready").orElseThrow().reason())
          .isEqualTo("SecretNotFound");
      assertThat(Seen.condition(waiting, "Stalled").orElseThrow().status()).isEqualTo("False");

      put("mine", pair());
      var first = seen.await(MailDomain.class, "example-com", "Ready", "True");
      put("mine", pair());
      seen.await(
          MailDomain.class,
          "example-com",
          domain ->
              !domain
                  .getStatus()
                  .tls()
                  .fingerprint()
                  .equals(first.getStatus().tls().fingerprint()));

      assertThat(seen.get(Secret.class, "example-com-tls")).isEmpty();
    }
  }

  @Test
  void anIssuerIsAskedAndWhatItGivesIsUsed() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      ForeignApis.install(api, "cert-manager.io", "Certificate", "certificates");
      seen.apply(
          Declarations.server(
              KubeApi.freePort(), "tls: {issuerRef: {name: letsencrypt, kind: ClusterIssuer}}"));

      var asked = awaitCertificate();
      var waiting = seen.await(MailDomain.class, "example-com", "Ready", "False");
      put("example-com-tls", pair());
      var domain = seen.await(MailDomain.class, "example-com", "Ready", "True");

      assertThat(asked.<Object>get("spec", "dnsNames"))
          .asList()
          .containsExactly("mail.example.com");
      assertThat(asked.<String>get("spec", "issuerRef", "kind")).isEqualTo("ClusterIssuer");
      assertThat(asked.<String>get("spec", "secretName")).isEqualTo("example-com-tls");
      assertThat(asked.<Object>get("spec", "secretTemplate", "labels"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("mailhelm.io/use", "tls");
      assertThat(Seen.condition(waiting, "Ready").orElseThrow().reason())
          .isEqualTo("SecretPending");
      assertThat(domain.getStatus().tls().fingerprint()).isNotEmpty();
    }
  }

  private GenericKubernetesResource awaitCertificate() {
    var certificates =
        api.client()
            .genericKubernetesResources(ForeignApis.CERTIFICATE)
            .inNamespace(api.namespace());
    return Awaitility.await("Certificate example-com-tls")
        .atMost(Duration.ofSeconds(90))
        .until(() -> certificates.withName("example-com-tls").get(), java.util.Objects::nonNull);
  }

  private static PemPair pair() {
    return Certificates.selfSigned(new TreeSet<>(Set.of("mail.example.com")), Instant.now());
  }

  private void put(String name, PemPair pair) {
    Map<String, String> data =
        pair.secret().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> Base64.getEncoder().encodeToString(entry.getValue())));
    api.client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(api.namespace())
                .addToLabels("mailhelm.io/use", "tls")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(data)
                .build())
        .forceConflicts()
        .serverSideApply();
  }
}
