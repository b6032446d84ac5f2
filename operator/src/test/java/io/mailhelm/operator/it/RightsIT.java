package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the chart gives the operator the rights it uses, each of them, and no other. */
class RightsIT {
  private static final String ACCOUNT = "mailhelm-operator";

  /**
   * What is read only when a write meets another's: a finalizer of a resource that was just
   * changed. TroubleIT makes it happen.
   */
  private static final List<String> WHERE_WRITES_MEET =
      List.of("get mailhelm.io/maildomains", "get mailhelm.io/mailusers");

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void theChartGivesWhatIsUsedAndNoMore() throws InterruptedException {
    ForeignApis.install(api, "monitoring.coreos.com", "PodMonitor", "podmonitors");
    ForeignApis.install(api, "cert-manager.io", "Certificate", "certificates");
    ForeignApis.installDnsEndpoint(api);
    var rights = new ChartRights();
    rights.grant(api, ACCOUNT);
    var mark = api.audit().mark();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = new OperatorProcess(api, api.configOf(ACCOUNT), "operator")) {
      useEverything(node);
      operator.terminate();
    }

    var asked = api.audit().since(mark, api.user(ACCOUNT));
    assertThat(asked)
        .as("forbidden: give it in helm/mailhelm/templates/_rules.tpl, then make generate")
        .noneMatch(entry -> entry.code() == 403);
    var used = used(asked);
    var unused = new TreeSet<>(rights.all());
    unused.removeAll(used);
    WHERE_WRITES_MEET.forEach(unused::remove);
    assertThat(unused)
        .as("never used: take it out of helm/mailhelm/templates/_rules.tpl, then make generate")
        .isEmpty();
    assertThat(rights.all())
        .as("used, and given by something else: add it to helm/mailhelm/templates/_rules.tpl")
        .containsAll(used);
  }

  private static TreeSet<String> used(List<AuditEntry> asked) {
    var used = new TreeSet<String>();
    for (var entry : asked) {
      // Whoever is authenticated may ask what it may do.
      if (!entry.resource().equals("selfsubjectrulesreviews")) {
        used.add(entry.verb() + " " + entry.what());
        if (entry.verb().equals("patch") && entry.code() == 201) {
          // To apply what is not there takes both.
          used.add("create " + entry.what());
        }
      }
    }
    return used;
  }

  private void useEverything(PlayedNode node) {
    seen.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: growing-%s}
        provisioner: example.com/none
        allowVolumeExpansion: true
        """
            .formatted(api.namespace()));
    // Where they come from is a question for the nodes.
    node.pod("example-com-smtp-0").sees(List.of("198.51.100.7"), "Open");
    node.forbids(Optional.of("exceeded quota: pods"));
    seen.apply(server("1Gi"));
    // Why there is no pod is a question for the Events.
    seen.await(
        MailDomain.class,
        "example-com",
        domain ->
            Seen.condition(domain, "ServerReady")
                .filter(ready -> "FailedCreate".equals(ready.reason()))
                .isPresent());
    node.forbids(Optional.empty());
    seen.apply(
        server("1Gi")
            + Declarations.user("alice", "")
            + Declarations.user("bob", "deletionPolicy: Delete")
            + """
            ---
            apiVersion: mailhelm.io/v1alpha1
            kind: SendPolicy
            metadata: {name: all}
            spec: {domainRef: {name: example-com}, default: true}
            """);
    seen.await(MailUser.class, "alice", "Ready", "True");
    seen.await(MailUser.class, "bob", "Ready", "True");
    seen.await(SendPolicy.class, "all", "Ready", "True");
    // What happens again is counted on the Event that is there.
    for (var times = 0; times < 2; times++) {
      seen.apply(Declarations.user("dave", "sieve: keep"));
      seen.await(MailUser.class, "dave", "Ready", "False");
      seen.apply(Declarations.user("dave", ""));
      seen.await(MailUser.class, "dave", "Ready", "True");
    }
    seen.apply(guest());
    // Which APIs there are is looked up once a minute.
    Awaitility.await("the Certificate")
        .atMost(Duration.ofSeconds(90))
        .until(() -> certificate().isPresent());

    seen.apply(server("1Gi", "deletionPolicy: Delete\ndns: {publish: ExternalDNS}"));
    Awaitility.await("the DNSEndpoint")
        .atMost(Duration.ofSeconds(90))
        .until(() -> endpoint().isPresent());
    seen.apply(server("1Gi"));
    Awaitility.await("no DNSEndpoint")
        .atMost(Duration.ofSeconds(90))
        .until(() -> endpoint().isEmpty());
    seen.apply(server("2Gi"));
    seen.await(
        PersistentVolumeClaim.class,
        "data-example-com-smtp-0",
        claim ->
            claim.getSpec().getResources().getRequests().get("storage").toString().equals("2Gi"));
    seen.await(MailDomain.class, "example-com", "Ready", "True");

    seen.delete(MailUser.class, "bob");
    seen.awaitGone(MailUser.class, "bob");
    for (var domain : List.of("guest", "example-com")) {
      seen.delete(MailDomain.class, domain);
      seen.awaitGone(MailDomain.class, domain);
    }
    assertThat(node.trouble()).isEmpty();
  }

  private String server(String size) {
    return server(size, "deletionPolicy: Delete");
  }

  private String server(String size, String more) {
    return Declarations.server(
        port,
        "  storage: {size: %s, storageClassName: growing-%s}".formatted(size, api.namespace()),
        more);
  }

  private static String guest() {
    return """
    apiVersion: mailhelm.io/v1alpha1
    kind: MailDomain
    metadata: {name: guest}
    spec:
      domain: guest.example
      hostname: mail.guest.example
      outbound: Capture
      serverRef: {name: example-com}
      tls: {issuerRef: {name: some, kind: ClusterIssuer}}
    """;
  }

  private Optional<GenericKubernetesResource> endpoint() {
    return Optional.ofNullable(
        api.client()
            .genericKubernetesResources(ForeignApis.DNS_ENDPOINT)
            .inNamespace(api.namespace())
            .withName("example-com-dns")
            .get());
  }

  private Optional<GenericKubernetesResource> certificate() {
    return Optional.ofNullable(
        api.client()
            .genericKubernetesResources(ForeignApis.CERTIFICATE)
            .inNamespace(api.namespace())
            .withName("guest-tls")
            .get());
  }
}
