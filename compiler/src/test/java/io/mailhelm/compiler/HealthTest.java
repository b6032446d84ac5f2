package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What Flux and Argo CD make of the statuses that are written: {@code tools/health} asks kstatus,
 * which Flux waits by, and the script of {@code examples/gitops} in Argo CD's Lua machine.
 */
class HealthTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String GOOD = all("", "");
  private static final ServerConfig LAST_GOOD = compile(GOOD, Optional.empty()).config().get();

  private record Seen(
      String what, CustomResource<?, ?> resource, String byFlux, String byArgoCd, String says) {}

  private final List<Seen> table = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> toolsSeeWhatIsSo() throws IOException, InterruptedException {
    fresh();
    looked();
    refused();
    stopped();
    var said = HealthProgram.judge(table.stream().map(Seen::resource).toList());
    return IntStream.range(0, table.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    table.get(i).what(), () -> check(table.get(i), said.get(i))));
  }

  private static void check(Seen seen, JsonNode said) {
    assertThat(said.at("/flux/status").asText()).as("%s", said).isEqualTo(seen.byFlux());
    assertThat(said.at("/argoCD/status").asText()).as("%s", said).isEqualTo(seen.byArgoCd());
    assertThat(said.at("/argoCD/message").asText()).contains(seen.says());
  }

  private void fresh() {
    see(
        "a new resource nobody has looked at",
        domain(
            1,
            new MailDomainStatus(-1L, null, null, null, null, null, null, null, null, null, null)),
        "InProgress",
        "Progressing",
        "not looked at the last change");
    see(
        "a change nobody has looked at",
        domain(4, statuses(GOOD, NOW, true).mailDomain(subject(false), Optional.empty())),
        "InProgress",
        "Progressing",
        "not looked at the last change");
    var going = domain(3, statuses(GOOD, NOW, true).mailDomain(subject(false), Optional.empty()));
    going.getMetadata().setDeletionTimestamp("2026-11-23T10:00:00Z");
    see("a resource that is being deleted", going, "Terminating", "Progressing", "deletion");
  }

  private void looked() {
    all("a resource no server has answered about", statuses(GOOD, NOW, false), IN_PROGRESS);
    var another =
        new Statuses(
            compile(GOOD, Optional.empty()),
            new ObservedState(
                NOW,
                Optional.of("offered"),
                Optional.of("another"),
                compile(Declared.DOMAIN, Optional.empty()).config(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty()));
    all("a resource not every server runs yet", another, IN_PROGRESS);
    all("a resource every server runs", statuses(GOOD, NOW, true), READY);
    see(
        "a domain whose certificate is being made",
        domain(
            new Statuses(
                compileInPods(GOOD), ObservedState.process(NOW, Optional.of(LAST_GOOD), true))),
        "InProgress",
        "Progressing",
        "is not there yet");
  }

  private void refused() {
    var domain = GOOD.replace("server: {}", "server: {replicas: 2}");
    see("a refused domain", domain(statuses(domain, NOW, true)), "Failed", "Degraded", "database");
    see(
        "a refused domain whose earlier form runs",
        domain(
            new Statuses(
                compile(domain, Optional.of(LAST_GOOD)),
                ObservedState.process(NOW, Optional.of(LAST_GOOD), true))),
        "Failed",
        "Degraded",
        "database");
    var user = all("sieve: keep", "");
    see("a refused user", user(statuses(user, NOW, true)), "Failed", "Degraded", "spec.sieve");
    see("its domain", domain(statuses(user, NOW, true)), "Current", "Healthy", "as declared");
    var policy = all("", ", limits: {perHour: 2, perDay: 1}");
    see("a refused policy", policy(statuses(policy, NOW, true)), "Failed", "Degraded", "limits");
    see(
        "a certificate that has ended",
        domain(statuses(GOOD, TestPem.NOT_AFTER.plusSeconds(1), true)),
        "InProgress",
        "Degraded",
        "renew it");
  }

  private void stopped() {
    see(
        "a domain whose reconciliation is paused",
        domain(3, statuses(GOOD, NOW, true).mailDomain(subject(true), Optional.empty())),
        "Current",
        "Suspended",
        "remove the annotation");
    see(
        "a policy that bounces have paused",
        paused(policy(statuses(GOOD, NOW, true))),
        "Current",
        "Suspended",
        "one in ten bounced");
  }

  /** As servers say it. */
  private static SendPolicy paused(SendPolicy policy) {
    var before = policy.getStatus();
    policy.setStatus(
        new SendPolicyStatus(
            before.observedGeneration(),
            before.users(),
            before.warmUp(),
            before.rates(),
            before.conditions().stream()
                .map(
                    any ->
                        any.type().equals("Paused")
                            ? new Condition(
                                "Paused",
                                "True",
                                "HighBounceRate",
                                "one in ten bounced",
                                NOW.toString(),
                                2L)
                            : any)
                .toList()));
    return policy;
  }

  private enum Expected {
    IN_PROGRESS("InProgress", "Progressing"),
    READY("Current", "Healthy");

    private final String flux;
    private final String argoCd;

    Expected(String flux, String argoCd) {
      this.flux = flux;
      this.argoCd = argoCd;
    }
  }

  private static final Expected IN_PROGRESS = Expected.IN_PROGRESS;
  private static final Expected READY = Expected.READY;

  /** The same of all three kinds. */
  private void all(String what, Statuses statuses, Expected expected) {
    for (var resource : List.of(domain(statuses), user(statuses), policy(statuses))) {
      see(resource.getKind() + ": " + what, resource, expected.flux, expected.argoCd, "");
    }
  }

  private void see(
      String what, CustomResource<?, ?> resource, String flux, String argoCd, String says) {
    table.add(new Seen(what, resource, flux, argoCd, says));
  }

  private static StatusSubject subject(boolean paused) {
    return new StatusSubject(new ResourceRef("MailDomain", "default", "example-com"), 3, paused);
  }

  private static MailDomain domain(Statuses statuses) {
    return domain(3, statuses.mailDomain(subject(false), Optional.empty()));
  }

  private static MailDomain domain(long generation, MailDomainStatus status) {
    var domain = new MailDomain();
    domain.setStatus(status);
    return named(domain, "example-com", generation);
  }

  private static MailUser user(Statuses statuses) {
    var user = new MailUser();
    user.setStatus(
        statuses.mailUser(
            new StatusSubject(new ResourceRef("MailUser", "default", "alice"), 1, false),
            Optional.empty()));
    return named(user, "alice", 1);
  }

  private static SendPolicy policy(Statuses statuses) {
    var policy = new SendPolicy();
    policy.setStatus(
        statuses.sendPolicy(
            new StatusSubject(new ResourceRef("SendPolicy", "default", "all"), 2, false),
            Optional.empty()));
    return named(policy, "all", 2);
  }

  private static <T extends CustomResource<?, ?>> T named(
      T resource, String name, long generation) {
    resource.getMetadata().setName(name);
    resource.getMetadata().setNamespace("default");
    resource.getMetadata().setGeneration(generation);
    return resource;
  }

  private static String all(String userFields, String policyFields) {
    return Declared.DOMAIN
        + Declared.user("alice", userFields)
        + """
        ---
        apiVersion: mailhelm.io/v1alpha1
        kind: SendPolicy
        metadata: {name: all}
        spec: {domainRef: {name: example-com}, default: true%s}
        """
            .formatted(policyFields);
  }

  private static Compilation compile(String text, Optional<ServerConfig> lastGood) {
    return Compiler.compile(Caller.onLaptop().input(Declared.read(text), Map.of(), lastGood));
  }

  /** Nothing that is generated is there yet. */
  private static Compilation compileInPods(String text) {
    return Compiler.compile(
        new Caller(Platform.CLUSTER, false, false)
            .input(Declared.read(text), Map.of(), Optional.empty()));
  }

  private static Statuses statuses(String text, Instant now, boolean runs) {
    var compilation = compile(text, Optional.empty());
    return new Statuses(compilation, ObservedState.process(now, compilation.config(), runs));
  }
}
