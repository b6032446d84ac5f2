package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.nonsense.Nonsense;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That what is wrong with one resource stops none beside it. */
class NeighboursIT {
  private static final int WORLDS = 20;
  private static final long SEED = 20_261_129;
  private static final int CONFLICT = 409;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void aSecretOverAQuotaIsSaidOfItsUserAndStopsNobody() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      limitSecrets();

      seen.apply(Declarations.user("bob", "") + Declarations.user("alice", "suspended: true"));
      var bob = seen.await(MailUser.class, "bob", "Stalled", "True");
      seen.await(MailUser.class, "alice", "Ready", "True");

      assertThat(Seen.condition(bob, "Ready").orElseThrow().reason()).isEqualTo("WriteRefused");
      assertThat(Seen.condition(bob, "Ready").orElseThrow().message())
          .contains("Secret bob-smtp", "exceeded quota: few-secrets");
      seen.delete(ResourceQuota.class, "few-secrets");
      seen.await(MailUser.class, "bob", "Ready", "True");
    }
  }

  @Test
  void aDomainWhoseSecretsAreRefusedSaysSo() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      limitSecrets();
      seen.apply(Declarations.server(port));

      var domain = seen.await(MailDomain.class, "example-com", "Stalled", "True");

      assertThat(Seen.condition(domain, "Stalled").orElseThrow().message())
          .contains("exceeded quota: few-secrets");
      seen.delete(ResourceQuota.class, "few-secrets");
      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  @Test
  void aPasswordThatSomebodyEmptiedIsMadeAnew() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port)
              + Declarations.user("alice", "")
              + Declarations.user("bob", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      var before = seen.get(Secret.class, "alice-smtp").orElseThrow().getData().get("password");

      seen.edit(Secret.class, "alice-smtp", secret -> secret.getData().put("password", ""));
      seen.await(
          Secret.class,
          "alice-smtp",
          secret -> !List.of(before, "").contains(secret.getData().get("password")));
      seen.apply(Declarations.user("bob", "aliases: [sales]"));
      seen.await(MailUser.class, "bob", "Ready", "True");
      seen.await(MailUser.class, "alice", "Ready", "True");
    }
  }

  @Test
  void whateverTheSchemasAllowInOtherResourcesTwoReasonableOnesAreReady() {
    var failed = new ConcurrentLinkedQueue<String>();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator =
            RunningOperator.with(
                new KubernetesClientBuilder().withConfig(api.config()).build(),
                api,
                Clock.systemUTC(),
                more -> more.withMetrics(counting(failed)))) {
      seen.apply(Declarations.server(port));
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
      var taken = 0;
      for (int world = 0; world < WORLDS; world++) {
        taken += apply(MailDomain.class, "maildomains", "d" + world, random);
        taken += apply(MailUser.class, "mailusers", "u" + world, random);
        taken += apply(SendPolicy.class, "sendpolicies", "p" + world, random);
        applySecrets("d%d-tls d%d-dkim u%d-smtp".replace("%d", "" + world), random);
      }
      seen.apply(Declarations.user("alice", ""));

      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      assertThat(taken).as("resources that the API server took").isGreaterThan(WORLDS);
      assertThat(failed).isEmpty();
    }
  }

  /** A quota counts by its status, which a controller writes that is not here. */
  private void limitSecrets() {
    seen.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: few-secrets}
        spec: {hard: {secrets: "0"}}
        """);
    new Edits(api)
        .editStatus(
            ResourceQuota.class,
            "few-secrets",
            quota ->
                quota
                    .edit()
                    .withNewStatus()
                    .withHard(quota.getSpec().getHard())
                    .withUsed(quota.getSpec().getHard())
                    .endStatus()
                    .build());
  }

  /** One that lives on example-com's servers, and a status of it, as far as they are taken. */
  private int apply(
      Class<? extends HasMetadata> kind, String plural, String name, RandomGenerator random) {
    var nonsense = new Nonsense(random);
    var schema = Nonsense.schema(plural);
    var spec = nonsense.object(schema.at("/properties/spec"));
    if (kind == MailDomain.class) {
      spec.remove("server");
      spec.putObject("serverRef").put("name", "example-com");
      spec.put("outbound", "Capture");
    } else {
      // A policy that governs somebody binds also where it cannot be read: that is meant.
      spec.putObject("domainRef").put("name", kind == MailUser.class ? "example-com" : "d0");
    }
    var resource = new GenericKubernetesResource();
    resource.setApiVersion("mailhelm.io/v1alpha1");
    resource.setKind(kind.getSimpleName());
    resource.setMetadata(
        new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
            .withName(name)
            .withNamespace(api.namespace())
            .build());
    resource.setAdditionalProperty("spec", spec);
    try {
      api.client().resource(resource).create();
    } catch (KubernetesClientException e) {
      return 0; // a rule of the schema
    }
    ObjectNode status = Serialization.jsonMapper().createObjectNode();
    status.set("status", nonsense.object(schema.at("/properties/status")));
    try {
      api.client()
          .resource(resource)
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), status.toString());
    } catch (KubernetesClientException e) {
      // Two conditions of one type.
    }
    return 1;
  }

  private void applySecrets(String names, RandomGenerator random) {
    for (var name : names.split(" ")) {
      var labels =
          switch (random.nextInt(3)) {
            case 0 -> Map.of("mailhelm.io/use", random.nextBoolean() ? "tls" : "nonsense");
            case 1 ->
                Map.of(
                    "app.kubernetes.io/managed-by",
                    "mailhelm-operator",
                    "app.kubernetes.io/instance",
                    name.substring(0, name.indexOf('-')));
            default -> Map.<String, String>of();
          };
      var octets = new byte[random.nextInt(30)];
      random.nextBytes(octets);
      try {
        api.client()
            .resource(
                new io.fabric8.kubernetes.api.model.SecretBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(api.namespace())
                    .withLabels(labels)
                    .endMetadata()
                    .addToData(
                        random.nextBoolean() ? "password" : "tls.key",
                        java.util.Base64.getEncoder().encodeToString(octets))
                    .build())
            .create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
      }
    }
  }

  private static Metrics counting(Queue<String> failed) {
    return new Metrics() {
      @Override
      public void reconciliationFailed(
          HasMetadata resource, RetryInfo retry, Exception e, Map<String, Object> metadata) {
        var conflict =
            e instanceof KubernetesClientException refused && refused.getCode() == CONFLICT;
        if (!conflict) {
          failed.add(resource.getKind() + " " + resource.getMetadata().getName() + ": " + e);
        }
      }
    };
  }
}
