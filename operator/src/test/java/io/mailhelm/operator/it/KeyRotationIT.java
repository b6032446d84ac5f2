package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.DkimStatus;
import io.mailhelm.crds.DkimStatus.Stage;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys through their lives, while a person publishes what the status says. */
class KeyRotationIT {
  private static final String FIRST = "ed25519";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();
  private final Set<String> published = new HashSet<>();

  private String sender(String rotateAfter) {
    return Declarations.server(
            port,
            World.DNS,
            "dkim: {algorithms: [Ed25519], rotateAfter: %s, retireAfter: 2s, deleteAfter: 1h}"
                .formatted(rotateAfter))
        .replace("outbound: Capture", "outbound: Deliver")
        .replace("  server:\n", "  server:\n    privateNetworks: [127.0.0.0/8]\n");
  }

  @Test
  void noNameServerInsideTheClusterIsAskedUnlessTheAdministratorAllowsIt() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World();
        var operator = RunningOperator.in(api, RunningOperator.NOTHING, world.outside())) {
      seen.apply(sender("2160h"));
      var waiting =
          seen.await(
              MailDomain.class,
              "example-com",
              any ->
                  Seen.condition(any, "DKIMReady")
                      .filter(condition -> condition.message().contains("privateNetworks"))
                      .isPresent());

      assertThat(Seen.condition(waiting, "DKIMReady").orElseThrow().message())
          .contains("ns1.example.com: 127.0.0.1 is a loopback address", "allow.resolvers");
    }
  }

  @Test
  void noKeySignsBeforeTheDnsShowsItAndOneFollowsTheOther() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World()) {
      try (var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
        seen.apply(sender("2160h"));
        var waiting = seen.await(MailDomain.class, "example-com", "DKIMReady", "False");
        assertThat(Seen.condition(waiting, "DKIMReady").orElseThrow().reason())
            .isEqualTo("WaitingForDNS");
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        awaitAsked(world);
        assertThat(signing()).as("nothing is published").isEmpty();

        publishPending(world);
        var active = awaitStage(world, FIRST, Stage.Active);
        assertThat(active.getStatus().dkim().activeSelector()).isEqualTo(FIRST);
        Awaitility.await("its key in the config").until(() -> signing().equals(Set.of(FIRST)));
        seen.await(
            MailDomain.class,
            "example-com",
            any -> any.getStatus().dkim().nextTransition() != null);

        seen.apply(sender("1s"));
        seen.await(
            MailDomain.class, "example-com", any -> any.getStatus().dkim().keys().size() == 2);
        assertThat(signing()).as("the old one signs on").containsExactly(FIRST);
      }
      try (var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
        // A rotation that is stuck for good would be seen by the state of the first.
        awaitStage(world, FIRST, Stage.Retiring);
        seen.apply(sender("2160h"));
        awaitStage(world, FIRST, Stage.Retired);

        // With a rotation after a second, the next one may be on its way already.
        var signs = Awaitility.await("one signs").until(this::signing, any -> any.size() == 1);
        assertThat(signs).singleElement().asString().startsWith(FIRST + "-20");
        assertThat(
                operator
                    .registry()
                    .get("mailhelm.dkim.key.age")
                    .tag("selector", FIRST)
                    .tag("stage", "Retired")
                    .gauge()
                    .value())
            .isNotNegative();
      }
      Awaitility.await("Events")
          .untilAsserted(
              () ->
                  assertThat(events())
                      .contains(
                          "DkimKeyPending", "DkimKeyActive", "DkimKeyRetiring", "DkimKeyRetired"));
    }
  }

  @Test
  void keysOfAVersionWithoutLedgersAreTakenOver() {
    var keys = Map.of("ed25519.key", DkimKeys.generate().get("ed25519.key"));
    api.client().resource(secret(Map.of(Labels.MANAGED_BY, Labels.OPERATOR), keys)).create();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World();
        var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
      seen.apply(sender("2160h"));

      var adopted =
          seen.await(
              Secret.class, "example-com-dkim", any -> any.getData().containsKey("ledger.json"));
      assertThat(adopted.getData())
          .containsEntry(
              "ed25519.key", Base64.getEncoder().encodeToString(keys.get("ed25519.key")));
    }
  }

  @Test
  void aSecretOfSomebodyElsesIsLeftAlone() {
    var keys = Map.of("ed25519.key", DkimKeys.generate().get("ed25519.key"));
    var before = api.client().resource(secret(Map.of(), keys)).create();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World();
        var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
      seen.apply(sender("2160h"));
      var refused = seen.await(MailDomain.class, "example-com", "Ready", "False");

      assertThat(Seen.condition(refused, "Ready").orElseThrow().reason())
          .isEqualTo("SecretConflict");
      assertThat(seen.get(Secret.class, "example-com-dkim").orElseThrow().getMetadata())
          .extracting("resourceVersion")
          .isEqualTo(before.getMetadata().getResourceVersion());
    }
  }

  /** A person who publishes what is waited for; no key may sign that is not published. */
  private MailDomain awaitStage(World world, String selector, Stage stage) {
    return seen.await(
        MailDomain.class,
        "example-com",
        domain -> {
          assertThat(published).as("published").containsAll(signing());
          publishPending(world);
          return domain.getStatus().dkim().keys().stream()
              .anyMatch(key -> key.selector().equals(selector) && key.stage() == stage);
        });
  }

  private void publishPending(World world) {
    seen.get(MailDomain.class, "example-com").orElseThrow().getStatus().dkim().keys().stream()
        .filter(key -> key.stage() == Stage.Pending)
        .map(DkimStatus.Key::selector)
        .filter(published::add)
        .forEach(selector -> world.publish(selector, record(selector)));
  }

  private String record(String selector) {
    return seen
        .get(MailDomain.class, "example-com")
        .orElseThrow()
        .getStatus()
        .dkim()
        .keys()
        .stream()
        .filter(key -> key.selector().equals(selector))
        .map(DkimStatus.Key::record)
        .findFirst()
        .orElseThrow();
  }

  private static void awaitAsked(World world) {
    var before = world.server().asked();
    Awaitility.await("somebody looks")
        .atMost(Duration.ofSeconds(30))
        .until(() -> world.server().asked() > before + 20);
  }

  /** Selectors whose private keys the servers are given. */
  private Set<String> signing() {
    var selectors = new HashSet<String>();
    config().stream()
        .flatMap(config -> config.keys().stream())
        .map(KeyPem::name)
        .filter(name -> name.startsWith("dkim/"))
        .forEach(name -> selectors.add(name.substring(name.lastIndexOf('/') + 1)));
    return selectors;
  }

  private Optional<ServerConfig> config() {
    var parts = new TreeMap<String, byte[]>();
    for (var part : ConfigDocument.names()) {
      seen.get(Secret.class, ObjectNames.config("example-com", part))
          .flatMap(secret -> secret.getData().values().stream().findFirst())
          .ifPresent(data -> parts.put(part, Base64.getDecoder().decode(data)));
    }
    try {
      return Optional.of(new ConfigDocument(parts).config());
    } catch (IncompleteDocumentException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Set<String> events() {
    var reasons = new HashSet<String>();
    for (Event event : api.client().v1().events().inNamespace(api.namespace()).list().getItems()) {
      reasons.add(event.getReason());
    }
    return reasons;
  }

  private Secret secret(Map<String, String> labels, Map<String, byte[]> keys) {
    var builder =
        new SecretBuilder()
            .withNewMetadata()
            .withName("example-com-dkim")
            .withNamespace(api.namespace())
            .addToLabels(Labels.NAME, "mailhelm")
            .addToLabels(Labels.INSTANCE, "example-com")
            .addToLabels(labels)
            .endMetadata();
    keys.forEach((name, key) -> builder.addToData(name, Base64.getEncoder().encodeToString(key)));
    return builder.build();
  }
}
