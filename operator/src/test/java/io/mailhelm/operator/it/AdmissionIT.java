package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.config.DomainName;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.AdminGrants;
import io.mailhelm.operator.DomainGrants;
import io.mailhelm.operator.PodGrants;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The chart's ValidatingAdmissionPolicies in a real API server: they refuse what the operator would
 * refuse that got the same values, and nothing else.
 */
class AdmissionIT {
  private static final String MAIL = "admission-mail";
  private static final String SHOP = "admission-shop";
  private static final int FORBIDDEN = 403;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final List<HasMetadata> chart = ChartRights.rendered("admission.yaml");

  @BeforeEach
  void install() {
    for (var namespace : List.of(MAIL, SHOP)) {
      var object =
          new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
      api.client().resource(object).serverSideApply();
    }
    policies().forEach(object -> api.client().resource(object).serverSideApply());
    Awaitility.await("an API server takes a policy up in its own time")
        .until(() -> refusal(MAIL, domain("elsewhere.test")).isPresent());
  }

  @AfterEach
  void remove() {
    policies().reversed().forEach(object -> api.client().resource(object).delete());
  }

  @Test
  void aDomainIsRefusedWhereTheOperatorWouldRefuseIt() {
    var grants = DomainGrants.of(told("MAILHELM_ALLOW_DOMAINS"));
    var refused = new ArrayList<String>();
    for (var namespace : List.of(MAIL, SHOP)) {
      for (var name :
          List.of(
              "example.com",
              "EXAMPLE.com.",
              "www.example.com",
              "a.b.example.com",
              "badexample.com",
              "shared.example",
              "x.shared.example",
              "both.example",
              "x.both.example",
              "com",
              "shop",
              "x.shop",
              "shop.example",
              "y.shop.example",
              "xn--bcher-kva.example",
              "_x.test")) {
        var allowed = grants.allowDomain(namespace, DomainName.of(name));
        var said = refusal(namespace, domain(name));

        // A list with an internationalised name is for the operator alone to read.
        assertThat(said.isEmpty())
            .as("%s in %s: %s", name, namespace, said)
            .isEqualTo(allowed || namespace.equals(SHOP));
        said.ifPresent(
            text -> {
              refused.add(name);
              assertThat(text).contains("does not let namespace " + MAIL + " use " + name);
            });
      }
    }
    assertThat(refused).hasSizeGreaterThan(5).doesNotContain("example.com", "x.shared.example");
    assertThat(refusal(MAIL, domain("bücher.example"))).as("left to the operator").isEmpty();
  }

  @Test
  void aHostNameIsOneOfTheDomainOrOfTheList() {
    assertThat(refusal(MAIL, domain("example.com", "hostname: mx.example.com"))).isEmpty();
    assertThat(refusal(MAIL, domain("example.com", "hostname: MX.both.example."))).isPresent();
    assertThat(refusal(MAIL, domain("example.com", "hostname: both.example"))).isEmpty();
    assertThat(refusal(MAIL, domain("example.com", "hostname: mail.bank.test")))
        .hasValueSatisfying(
            said -> assertThat(said).contains("use mail.bank.test", "within example.com"));
  }

  @Test
  void anImageIsRefusedWhereTheOperatorWouldRefuseIt() {
    var allowed =
        new AdminGrants(
            new DomainGrants(List.of()),
            List.of(told("MAILHELM_ALLOW_IMAGES").split(",")),
            false,
            PodGrants.NONE);
    for (var image :
        List.of(
            "mailhelm/smtp-server",
            "mailhelm/smtp-server:1.2",
            "mailhelm/smtp-server:1.2@sha256:" + "a".repeat(64),
            "mailhelm/smtp-server-other:1",
            "registry.example:5000/ours/smtp:1",
            "registry.example:5000/ours/../theirs:1",
            "registry.example:5000/theirs:1",
            "registry.example/ours/smtp:1",
            "evil.example/mailhelm/smtp-server:1")) {
      var said = refusal(MAIL, withImage(image));

      assertThat(said.isEmpty()).as("%s: %s", image, said).isEqualTo(allowed.image(image));
      said.ifPresent(text -> assertThat(text).contains(image + " is no image", "allow.images"));
    }
  }

  @Test
  void whatWasThereBeforeStaysChangeable() {
    policies().reversed().forEach(object -> api.client().resource(object).delete());
    Awaitility.await().until(() -> refusal(MAIL, domain("elsewhere.test")).isEmpty());
    var old =
        api.client()
            .resource(
                read(
                    domain("elsewhere.test", "hostname: mail.bank.test")
                        .replace("name: d", "name: old")
                        .replace("server: {}", "server: {image: 'evil.example/x:1'}")))
            .inNamespace(MAIL)
            .create();
    try {
      install();
      // As the operator does, and a person with other fields.
      var finalized =
          change(
              old,
              """
              {"metadata": {"finalizers": ["mailhelm.io/test"]}, "spec": {"deletionPolicy": "Delete"}}
              """);

      assertThat(finalized.getMetadata().getFinalizers()).isNotEmpty();
      assertThat(refusalOf(() -> change(old, "{\"spec\": {\"hostname\": \"mail.other.test\"}}")))
          .isPresent();
      assertThat(
              refusalOf(
                  () -> change(old, "{\"spec\": {\"server\": {\"image\": \"evil.example/x:2\"}}}")))
          .isPresent();
    } finally {
      change(old, "{\"metadata\": {\"finalizers\": null}}");
      api.client().resource(old).delete();
    }
  }

  @Test
  void whoAppliesWithKubectlIsWarnedOfWhatComesToNothing() throws Exception {
    assertThat(dryRun(MAIL, domain("example.com", "dns: {resolvers: [192.0.2.53]}")))
        .contains("Warning", "spec.dns.resolvers: the servers ask these, the operator does not")
        .contains("created");
    assertThat(dryRun(MAIL, domain("example.com"))).doesNotContain("Warning");
    assertThat(dryRun(api.namespace(), domain("elsewhere.test")))
        .contains(
            "Warning",
            "the operator mail-system/mailhelm-operator does not watch namespace "
                + api.namespace(),
            MAIL + ", " + SHOP)
        .contains("created");
    for (var other :
        List.of("kind: MailUser\nmetadata: {name: a}", "kind: SendPolicy\nmetadata: {name: a}")) {
      assertThat(
              dryRun(
                  api.namespace(),
                  "apiVersion: mailhelm.io/v1alpha1\n%s\nspec: {domainRef: {name: d}}"
                      .formatted(other)))
          .contains("does not watch namespace");
    }
  }

  /** The chart refuses what is longer. */
  @Test
  void anApiServerTakesTheLongestListThatTheChartLetsThrough() {
    var patterns = new StringBuilder("[{\"domains\":[\"a.example\"");
    while (patterns.length() < 98_000) {
      patterns.append(",\"*.%d.example.com\"".formatted(patterns.length()));
    }
    patterns.append("],\"namespaces\":[\"%s\"]}]".formatted(MAIL));
    var policy = Serialization.clone((ValidatingAdmissionPolicy) policies().getFirst());
    policy.getSpec().getVariables().getFirst().setExpression(patterns.toString());
    api.client().resource(policy).serverSideApply();

    Awaitility.await("the list counts")
        .until(() -> refusal(MAIL, domain("example.com")).isPresent());
    assertThat(refusal(MAIL, domain("a.example"))).isEmpty();
  }

  private MailDomain change(MailDomain domain, String patch) {
    return api.client().resource(domain).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** What the API server says against it, if anything; nothing is made. */
  private Optional<String> refusal(String namespace, String yaml) {
    return refusalOf(
        () -> api.client().resource(read(yaml)).inNamespace(namespace).dryRun(true).create());
  }

  private static Optional<String> refusalOf(Runnable request) {
    try {
      request.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() != FORBIDDEN) {
        throw e;
      }
      return Optional.of(e.getMessage());
    }
  }

  /** What {@code kubectl apply --dry-run=server} prints. */
  private String dryRun(String namespace, String yaml) throws Exception {
    var folder = Files.createTempDirectory("admission");
    var config = Files.writeString(folder.resolve("kubeconfig"), api.kubeConfig());
    var file = Files.writeString(folder.resolve("resource.yaml"), yaml);
    var kubectl =
        new ProcessBuilder(
                KubeServer.kubectl().toString(),
                "--kubeconfig=" + config,
                "--cache-dir=" + folder.resolve("cache"),
                "--namespace=" + namespace,
                "apply",
                "--dry-run=server",
                "--filename=" + file)
            .redirectErrorStream(true)
            .start();
    var said = new String(kubectl.getInputStream().readAllBytes());
    assertThat(kubectl.waitFor()).as(said).isZero();
    return said;
  }

  private static MailDomain read(String yaml) {
    return Serialization.unmarshal(yaml, MailDomain.class);
  }

  private static String withImage(String image) {
    return domain("example.com").replace("server: {}", "server: {image: '%s'}".formatted(image));
  }

  private static String domain(String domain, String... lines) {
    return """
    apiVersion: mailhelm.io/v1alpha1
    kind: MailDomain
    metadata: {name: d}
    spec:
      domain: %s
      server: {}
    %s
    """
        .formatted(domain, String.join("\n", lines).indent(2).stripTrailing());
  }

  private List<HasMetadata> policies() {
    return chart.stream()
        .filter(
            object ->
                object instanceof ValidatingAdmissionPolicy
                    || object instanceof ValidatingAdmissionPolicyBinding)
        .toList();
  }

  /** A variable of the operator that is installed with these policies. */
  private String told(String variable) {
    return chart.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .flatMap(
            deployment ->
                deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getEnv()
                    .stream())
        .filter(env -> env.getName().equals(variable))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
