package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the operator writes what there is to write, and otherwise nothing. */
class QuietIT {
  private static final String ACCOUNT = "operator";
  private static final String POD = "example-com-smtp-0";
  private static final int USERS = 200;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void itWritesOnceWhatChangedAndNothingWhereNothingDid() {
    new ChartRights().grant(api, ACCOUNT);
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      try (var operator = start()) {
        manyUsersCostFewWritesEach();
        anotherPassCostsNothing(node);
        oneChangedUserCostsSeven(node);
      }
      var mark = api.audit().mark();
      try (var operator = start()) {
        anotherPass(node);
        anotherPass(node);
      }
      assertThat(writes(mark)).as("a restart").isEmpty();
      assertThat(node.trouble()).isEmpty();
    }
  }

  private RunningOperator start() {
    return RunningOperator.with(
        new KubernetesClientBuilder().withConfig(api.configOf(ACCOUNT)).build(),
        api,
        Clock.systemUTC(),
        any -> {});
  }

  private void manyUsersCostFewWritesEach() {
    seen.apply(
        Declarations.server(port)
            + guest("one")
            + guest("two")
            + """
            ---
            apiVersion: mailhelm.io/v1alpha1
            kind: SendPolicy
            metadata: {name: all}
            spec: {domainRef: {name: example-com}, default: true, senders: {from: OwnDomain}}
            """);
    for (var domain : new String[] {"example-com", "one", "two"}) {
      seen.await(MailDomain.class, domain, "Ready", "True");
    }
    seen.await(SendPolicy.class, "all", "Ready", "True");
    var mark = api.audit().mark();
    seen.apply(
        IntStream.range(0, USERS)
            .mapToObj(number -> Declarations.user("user-" + number, ""))
            .collect(Collectors.joining()));
    until("all are Ready", () -> ready() == USERS);
    until("all are counted", () -> domain().getStatus().users() == USERS);

    var writes = writes(mark);
    // Each its finalizer, its Secret and its status, once.
    assertThat(writes.remove("patch mailhelm.io/mailusers")).isEqualTo(USERS);
    assertThat(writes.remove("create secrets")).isLessThanOrEqualTo(USERS + 64);
    assertThat(writes.remove("patch mailhelm.io/mailusers/status"))
        .isBetween(USERS, USERS + USERS / 10);
    // The rest is of the passes over the servers, of which there are few.
    assertThat(writes.values().stream().mapToInt(Integer::intValue).sum())
        .as(writes.toString())
        .isLessThan(2 * USERS);
  }

  private void anotherPassCostsNothing(PlayedNode node) {
    anotherPass(node);
    var mark = api.audit().mark();
    anotherPass(node);
    assertThat(writes(mark)).as("a pass where nothing changed").isEmpty();
  }

  private void oneChangedUserCostsSeven(PlayedNode node) {
    var mark = api.audit().mark();
    seen.apply(Declarations.user("user-7", "aliases: [sales]"));
    seen.await(MailUser.class, "user-7", "Ready", "True");
    until(
        "the host says which config runs",
        () ->
            node.pod(POD)
                .running()
                .filter(domain().getStatus().server().configHash()::equals)
                .isPresent());
    anotherPass(node);

    // A shard and the index; the pod is told; the user's status; and each of the three MailDomains
    // says which config runs.
    assertThat(writes(mark))
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "patch secrets", 2,
                    "patch pods", 1,
                    "patch mailhelm.io/mailusers/status", 1,
                    "patch mailhelm.io/maildomains/status", 3)));
  }

  /** Makes it look at everything again, and waits until it has. */
  private void anotherPass(PlayedNode node) {
    var before = node.pod(POD).asked();
    api.client()
        .resources(MailDomain.class)
        .inNamespace(api.namespace())
        .withName("example-com")
        .edit(
            domain -> {
              domain.getMetadata().setAnnotations(Map.of("example.com/look", "at " + before));
              return domain;
            });
    until("another pass", () -> node.pod(POD).asked() > before + 1);
  }

  private TreeMap<String, Integer> writes(Audit.Mark mark) {
    return api.audit().since(mark, api.user(ACCOUNT)).stream()
        .filter(AuditEntry::isWrite)
        .collect(
            Collectors.toMap(
                entry -> entry.verb() + " " + entry.what(), any -> 1, Integer::sum, TreeMap::new));
  }

  private long ready() {
    return api
        .client()
        .resources(MailUser.class)
        .inNamespace(api.namespace())
        .list()
        .getItems()
        .stream()
        .filter(user -> Seen.is(user, "Ready", "True"))
        .count();
  }

  private MailDomain domain() {
    return seen.get(MailDomain.class, "example-com").orElseThrow();
  }

  private static String guest(String name) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: MailDomain
    metadata: {name: %1$s}
    spec: {domain: %1$s.example, outbound: Capture, serverRef: {name: example-com}}
    """
        .formatted(name);
  }

  private static void until(String what, BooleanSupplier is) {
    Awaitility.await(what).atMost(Duration.ofMinutes(2)).until(is::getAsBoolean);
  }
}
