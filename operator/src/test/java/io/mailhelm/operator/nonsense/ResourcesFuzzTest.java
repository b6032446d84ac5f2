package io.mailhelm.operator.nonsense;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.CompilerInput;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.keys.Verifiers;
import io.mailhelm.operator.cluster.ClaimedNames;
import io.mailhelm.operator.report.PassResult;
import io.mailhelm.operator.report.ResourceMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the CRDs allow in other resources, their statuses and their Secrets: a domain and a user
 * beside them are Ready, and nothing throws. A failure names the seed and the world; {@code
 * -Dmailhelm.fuzz.seconds=60} goes on for longer, from a seed of its own.
 */
class ResourcesFuzzTest {
  private static final int WORLDS = 300;
  private static final long SEED = 20_261_129;
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final byte[] SALT = new byte[Verifiers.SALT_KEY_OCTETS];
  private static final Map<String, byte[]> CERTIFICATE =
      Certificates.selfSigned(new TreeSet<>(Set.of("mail.example.com")), NOW).secret();

  private static final Map<String, byte[]> KEYS = DkimKeys.generate();

  private static final Map<Class<? extends HasMetadata>, JsonNode> SCHEMAS =
      Map.of(
          MailDomain.class, Nonsense.schema("maildomains"),
          MailUser.class, Nonsense.schema("mailusers"),
          SendPolicy.class, Nonsense.schema("sendpolicies"));

  private static final String CONTROL =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: control, namespace: mail, uid: c, generation: 1, creationTimestamp: "2020-01-01T00:00:00Z"}
      spec: {domain: control.example, outbound: Capture, server: {}}
      """;
  private static final String USER =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailUser
      metadata: {name: alice, namespace: mail, uid: a, generation: 1, creationTimestamp: "2020-01-01T00:00:00Z"}
      spec: {domainRef: {name: control}}
      """;

  @Test
  @Timeout(900)
  void nothingThatIsValidStopsItsNeighbours() {
    var seconds = Integer.getInteger("mailhelm.fuzz.seconds", 0);
    var seed = seconds > 0 ? System.nanoTime() : SEED;
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int world = 0; world < WORLDS || System.nanoTime() < end; world++) {
      var resources = new ArrayList<HasMetadata>();
      try {
        fill(resources, random);
        check(resources, random);
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError(
            "seed %d, world %d: %s".formatted(seed, world, Serialization.asYaml(resources)), e);
      }
    }
  }

  private static void fill(List<HasMetadata> resources, RandomGenerator random) {
    var nonsense = new Nonsense(random);
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      resources.add(resource(MailDomain.class, "d" + i, nonsense, random));
      resources.add(resource(MailUser.class, "u" + i, nonsense, random));
      resources.add(resource(SendPolicy.class, "p" + i, nonsense, random));
    }
  }

  /** One as the API server gives it: with a name and a status, both of which it has checked. */
  private static <T extends HasMetadata> T resource(
      Class<T> kind, String name, Nonsense nonsense, RandomGenerator random) {
    var schema = SCHEMAS.get(kind);
    var tree = Serialization.jsonMapper().createObjectNode();
    tree.put("apiVersion", "mailhelm.io/v1alpha1").put("kind", kind.getSimpleName());
    var metadata =
        tree.putObject("metadata")
            .put("name", name)
            .put("namespace", "mail")
            .put("uid", name)
            .put("generation", 1)
            .put("creationTimestamp", "2026-01-01T00:00:00Z");
    metadata.putObject("annotations").put("mailhelm.io/adopt", nonsense.word());
    var spec = nonsense.object(schema.at("/properties/spec"));
    if (kind == SendPolicy.class) {
      // One that governs somebody binds also where it cannot be read: that is meant.
      spec.putObject("domainRef").put("name", "d1");
    } else if (random.nextBoolean()) {
      // Most would belong to nobody, and meet nobody.
      if (kind == MailDomain.class) {
        spec.remove("server");
        spec.putObject("serverRef").put("name", "control");
      } else {
        spec.putObject("domainRef").put("name", "control");
      }
    }
    tree.set("spec", spec);
    tree.set("status", status(nonsense.object(schema.at("/properties/status"))));
    try {
      return Serialization.jsonMapper().treeToValue(tree, kind);
    } catch (JsonProcessingException e) {
      throw new AssertionError("it stops the list of all: " + tree, e);
    }
  }

  /** A list by type has each type once. */
  private static ObjectNode status(ObjectNode status) {
    var types = new TreeSet<String>();
    status
        .path("conditions")
        .elements()
        .forEachRemaining(
            condition -> {
              var type = condition.path("type").asText();
              ((ObjectNode) condition).put("type", types.add(type) ? type : type + types.size());
            });
    return status;
  }

  private static void check(List<HasMetadata> resources, RandomGenerator random) {
    var control = Serialization.unmarshal(CONTROL, MailDomain.class);
    var alice = Serialization.unmarshal(USER, MailUser.class);
    var domains = of(MailDomain.class, resources, control);
    var users = of(MailUser.class, resources, alice);
    var policies = of(SendPolicy.class, resources);
    domains.forEach(ResourcesFuzzTest::index);
    policies.forEach(
        policy -> assertThat(Requirements.logins(policy).toList()).doesNotContainNull());
    var adopted = ResourceReader.adopt(domains, users, policies, Map.of());
    var needed = Requirements.of(adopted);
    var secrets = new HashMap<SecretName, Map<String, byte[]>>();
    var marks = new HashMap<SecretName, SecretMark>();
    needed.tls().forEach(tls -> secrets.put(tls.secret(), odd(random)));
    needed.dkim().forEach(dkim -> secrets.put(dkim.secret(), odd(random)));
    needed.passwords().forEach(password -> secrets.put(password.secret(), odd(random)));
    needed.logins().forEach(login -> secrets.put(login, odd(random)));
    needed.trusted().forEach(trusted -> secrets.put(trusted, odd(random)));
    secrets.keySet().forEach(name -> marks.put(name, mark(random)));
    own("control-tls", CERTIFICATE, SecretUse.Tls, secrets, marks);
    own("control-dkim", KEYS, SecretUse.Dkim, secrets, marks);
    own(
        "alice-smtp",
        Map.of("password", "correct horse".getBytes(StandardCharsets.UTF_8)),
        SecretUse.Password,
        secrets,
        marks);
    var compilation =
        Compiler.compile(
            new CompilerInput(
                adopted.withSecrets(secrets).withMarks(marks),
                new Verifiers(SALT)
                    .of(Verifiers.passwords(needed, secrets, any -> true), Optional.empty()),
                Map.of(),
                Optional.empty(),
                Set.of(),
                Platform.CLUSTER,
                false,
                List.of(),
                Optional.empty()));
    assertThat(compilation.config()).as(compilation.problems().toString()).isPresent();
    ConfigDocument.of(compilation.config().get());
    var generations = new HashMap<ResourceRef, Long>();
    for (var all : List.of(domains, users, policies)) {
      all.forEach(any -> generations.put(ResourceReader.ref(any), 1L));
    }
    var snapshot =
        new PassResult(
            compilation,
            ObservedState.process(NOW, compilation.config(), true),
            generations,
            Map.of(),
            compilation.config());
    var meters = new ResourceMeters(new SimpleMeterRegistry());
    domains.forEach(domain -> meters.show(domain, snapshot.of(domain).orElseThrow()));
    users.forEach(user -> snapshot.of(user, NOW));
    policies.forEach(policy -> snapshot.of(policy, NOW));
    assertReady(snapshot.of(control).orElseThrow().conditions());
    assertReady(snapshot.of(alice, NOW).orElseThrow().conditions());
  }

  @SafeVarargs
  private static <T extends HasMetadata> List<T> of(
      Class<T> kind, List<HasMetadata> resources, T... own) {
    var all = new ArrayList<T>(List.of(own));
    resources.stream().filter(kind::isInstance).map(kind::cast).forEach(all::add);
    return all;
  }

  private static void index(MailDomain domain) {
    assertThat(ClaimedNames.domain(domain)).isNotNull();
    assertThat(ClaimedNames.hostname(domain)).isNotNull();
    assertThat(Requirements.dkim(domain)).isNotNull();
    assertThat(Requirements.trust(domain)).isNotNull();
  }

  private static void own(
      String name,
      Map<String, byte[]> content,
      SecretUse use,
      Map<SecretName, Map<String, byte[]>> secrets,
      Map<SecretName, SecretMark> marks) {
    secrets.put(new SecretName("mail", name), content);
    marks.put(new SecretName("mail", name), new SecretMark(use));
  }

  private static Map<String, byte[]> odd(RandomGenerator random) {
    var odd = new HashMap<String, byte[]>();
    for (var key :
        List.of(
            "password",
            "username",
            "tls.crt",
            "tls.key",
            "ledger.json",
            "a.key",
            "key",
            "ca.crt")) {
      if (random.nextBoolean()) {
        var octets = new byte[random.nextInt(40)];
        random.nextBytes(octets);
        odd.put(key, random.nextBoolean() ? octets : CERTIFICATE.get("tls.crt"));
      }
    }
    return odd;
  }

  private static SecretMark mark(RandomGenerator random) {
    var uses = SecretUse.values();
    return new SecretMark(uses[random.nextInt(uses.length)]);
  }

  private static void assertReady(List<Condition> conditions) {
    assertThat(conditions)
        .filteredOn(condition -> condition.type().equals("Ready"))
        .extracting(Condition::status)
        .as(conditions.toString())
        .containsExactly("True");
  }
}
