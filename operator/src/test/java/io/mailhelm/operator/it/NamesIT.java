package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.AdminGrants;
import io.mailhelm.operator.DomainGrants;
import io.mailhelm.operator.DomainGrants.Grant;
import io.mailhelm.operator.PodGrants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which MailDomain of which namespace has a name. */
class NamesIT {
  private static final String PUBLISH = World.DNS.replace("dns: {", "dns: {publish: ExternalDNS, ");
  private static final String ISSUER = "tls: {issuerRef: {name: all, kind: ClusterIssuer}}";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private KubeApi other;

  private Seen seenByOther() {
    other = KubeApi.beside();
    return new Seen(other);
  }

  @AfterEach
  void end() {
    if (other != null) {
      other.close();
    }
  }

  @Test
  void aDomainIsTheOlderMailDomainsUntilThatIsGone() {
    installForeignApis();
    var others = seenByOther();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var second = PlayedNode.in(other.client(), other.namespace());
        var operator = RunningOperator.in(api, RunningOperator.NOTHING, Outside.EMPTY, other)) {
      seen.apply(Declarations.server(KubeApi.freePort(), PUBLISH));
      var first = seen.await(MailDomain.class, "example-com", "Ready", "True");
      awaitSecondAfter(first);
      others.apply(Declarations.server(KubeApi.freePort(), PUBLISH));

      var refused = others.await(MailDomain.class, "example-com", "Ready", "False");
      assertThat(ready(refused).reason()).isEqualTo("DomainConflict");
      assertThat(ready(refused).message()).contains("another namespace", "allow.domains");
      assertThat(has(api, ForeignApis.DNS_ENDPOINT, "example-com-dns")).isTrue();
      assertThat(has(other, ForeignApis.DNS_ENDPOINT, "example-com-dns")).isFalse();

      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");
      others.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  @Test
  void aNameWithinTheDomainOfAnotherNamespaceIsNobodysButItsOwn() {
    installForeignApis();
    var others = seenByOther();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var second = PlayedNode.in(other.client(), other.namespace());
        var operator = RunningOperator.in(api, RunningOperator.NOTHING, Outside.EMPTY, other)) {
      // The older one, and it names what is the younger's.
      others.apply(domain("squatter", "squatter.example", "hostname: mail.example.com", PUBLISH));
      var squatter = others.await(MailDomain.class, "squatter", "Ready", "True");
      assertThat(has(other, ForeignApis.DNS_ENDPOINT, "squatter-dns")).isTrue();
      awaitSecondAfter(squatter);
      seen.apply(Declarations.server(KubeApi.freePort(), PUBLISH));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      others.apply(domain("below", "mta-sts.example.com", "", ISSUER));

      var below = others.await(MailDomain.class, "below", "Ready", "False");
      var late = others.await(MailDomain.class, "squatter", "Ready", "False");

      assertThat(ready(late).reason()).isEqualTo("HostnameConflict");
      assertThat(ready(below).reason()).isEqualTo("DomainConflict");
      assertThat(has(other, ForeignApis.CERTIFICATE, "below-tls")).isFalse();
      // What ran runs on.
      assertThat(others.get(StatefulSet.class, "squatter-smtp")).isPresent();
      Awaitility.await("its records are taken back")
          .until(() -> !has(other, ForeignApis.DNS_ENDPOINT, "squatter-dns"));
    }
  }

  @Test
  void aTopLevelDomainIsNobodysUnlessItIsListed() {
    var others = seenByOther();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var second = PlayedNode.in(other.client(), other.namespace());
        var operator = RunningOperator.in(api, RunningOperator.NOTHING, Outside.EMPTY, other)) {
      others.apply(domain("squatter", "com", "hostname: mail.squatter.example"));
      var squatter = others.await(MailDomain.class, "squatter", "Ready", "False");
      assertThat(ready(squatter).reason()).isEqualTo("NotAllowed");
      assertThat(ready(squatter).message()).contains("com", "allow.domains");
      awaitSecondAfter(squatter);

      seen.apply(Declarations.server(KubeApi.freePort()));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  @Test
  void anIssuerIsAskedForNothingOutsideTheDomain() {
    installForeignApis();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(domain("example-com", "example.com", "hostname: www.bank.example", ISSUER));

      var refused = seen.await(MailDomain.class, "example-com", "Ready", "False");

      assertThat(ready(refused).message()).contains("www.bank.example", "tls.secretRef");
      assertThat(has(api, ForeignApis.CERTIFICATE, "example-com-tls")).isFalse();
    }
  }

  @Test
  void theAdministratorsListDecidesAndWhatRanRunsOn() {
    installForeignApis();
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var text = Declarations.server(KubeApi.freePort(), PUBLISH);
      try (var operator = RunningOperator.in(api, allowing(api.namespace()), Outside.EMPTY)) {
        seen.apply(text);
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        Awaitility.await().until(() -> has(api, ForeignApis.DNS_ENDPOINT, "example-com-dns"));
      }
      try (var operator = RunningOperator.in(api, allowing("elsewhere"), Outside.EMPTY)) {
        var refused =
            seen.await(
                MailDomain.class,
                "example-com",
                domain -> Seen.is(domain, "Ready", "False") && is(domain, "NotAllowed"));

        assertThat(ready(refused).message()).contains(api.namespace(), "example.com");
        Awaitility.await("its records are taken back")
            .until(() -> !has(api, ForeignApis.DNS_ENDPOINT, "example-com-dns"));
        assertThat(seen.get(StatefulSet.class, "example-com-smtp")).isPresent();
        assertThat(refused.getStatus().server().readyReplicas()).isEqualTo(1);
      }
    }
  }

  @Test
  void anImageIsTheChartsUnlessTheAdministratorAllowsAnother() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port, "  image: evil.example/smtp-server:1"));
      var refused = seen.await(MailDomain.class, "example-com", "Ready", "False");

      assertThat(ready(refused).reason()).isEqualTo("NotAllowed");
      assertThat(seen.get(StatefulSet.class, "example-com-smtp")).isEmpty();
      seen.apply(Declarations.server(port, "  image: mailhelm/smtp-server:other"));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  private static AdminGrants allowing(String namespace) {
    return new AdminGrants(
        new DomainGrants(List.of(new Grant(List.of(namespace), List.of("example.com")))),
        List.of("mailhelm/smtp-server"),
        false,
        PodGrants.NONE);
  }

  private void installForeignApis() {
    ForeignApis.install(api, "cert-manager.io", "Certificate", "certificates");
    ForeignApis.installDnsEndpoint(api);
  }

  /** An API server tells ages by the second. */
  private static void awaitSecondAfter(MailDomain domain) {
    var made = Instant.parse(domain.getMetadata().getCreationTimestamp());
    Awaitility.await("the next second")
        .atMost(Duration.ofSeconds(5))
        .until(() -> Instant.now().isAfter(made.plusSeconds(1)));
  }

  private static Condition ready(MailDomain domain) {
    return Seen.condition(domain, "Ready").orElseThrow();
  }

  private static boolean is(MailDomain domain, String reason) {
    return ready(domain).reason().equals(reason);
  }

  private static boolean has(KubeApi where, ResourceDefinitionContext kind, String name) {
    return where
            .client()
            .genericKubernetesResources(kind)
            .inNamespace(where.namespace())
            .withName(name)
            .get()
        != null;
  }

  private static String domain(String name, String domain, String... lines) {
    return """
    apiVersion: mailhelm.io/v1alpha1
    kind: MailDomain
    metadata: {name: %s}
    spec:
      domain: %s
      outbound: Capture
      server: {management: {port: %d}}
    %s
    """
        .formatted(
            name, domain, KubeApi.freePort(), String.join("\n", lines).indent(2).stripTrailing());
  }
}
