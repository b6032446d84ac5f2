package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.SendPolicyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.5Z");
  private static final StatusSubject DOMAIN =
      new StatusSubject(new ResourceRef("MailDomain", "default", "example-com"), 3, false);
  private static final StatusSubject ALICE =
      StatusSubject.of(new ResourceRef("MailUser", "default", "alice"));

  private static Compilation compile(String text) {
    return Compiler.compile(
        Caller.onLaptop().input(Declared.read(text), Map.of(), Optional.empty()));
  }

  private static Statuses statuses(Compilation compilation, Instant now, boolean runs) {
    return new Statuses(compilation, observed(compilation, now, runs));
  }

  /** Without {@code runs} every server still runs another config. */
  private static ObservedState observed(Compilation compilation, Instant now, boolean runs) {
    var process = ObservedState.process(now, compilation.config(), true);
    return runs
        ? process
        : new ObservedState(
            now,
            process.offered(),
            Optional.of("another"),
            compile(Declared.DOMAIN).config(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty());
  }

  private static Condition condition(List<Condition> conditions, String type) {
    return conditions.stream().filter(any -> any.type().equals(type)).findFirst().orElseThrow();
  }

  @Test
  void readyWhenTheServerRunsWhatWasCompiled() {
    var compilation = compile(Declared.DOMAIN + Declared.user("alice", ""));

    var status = statuses(compilation, NOW, true).mailDomain(DOMAIN, Optional.empty());

    assertThat(condition(status.conditions(), "Ready").status()).isEqualTo("True");
    assertThat(condition(status.conditions(), "TLSReady").reason()).isEqualTo("SelfSigned");
    assertThat(condition(status.conditions(), "DNSReady").reason()).isEqualTo("Capture");
    assertThat(condition(status.conditions(), "Stalled").status()).isEqualTo("False");
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.users()).isEqualTo(1);
  }

  @Test
  void notReadyUntilTheServerRunsWhatWasCompiled() {
    var compilation = compile(Declared.DOMAIN);

    var status = statuses(compilation, NOW, false).mailDomain(DOMAIN, Optional.empty());

    assertThat(condition(status.conditions(), "ConfigApplied").reason()).isEqualTo("Pending");
    assertThat(condition(status.conditions(), "Ready"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "Pending");
  }

  @Test
  void certificateThatHasEndedIsNotReady() {
    var late = TestPem.NOT_AFTER.plusSeconds(1);

    var status =
        statuses(compile(Declared.DOMAIN), late, true).mailDomain(DOMAIN, Optional.empty());

    assertThat(condition(status.conditions(), "TLSReady").reason()).isEqualTo("Expired");
    assertThat(condition(status.conditions(), "Ready").status()).isEqualTo("False");
  }

  @Test
  void unchangedStatusIsEqualHoweverMuchLater() {
    var compilation = compile(Declared.DOMAIN + Declared.user("alice", ""));
    var domain = statuses(compilation, NOW, true).mailDomain(DOMAIN, Optional.empty());
    var user = statuses(compilation, NOW, true).mailUser(ALICE, Optional.empty());

    var later = statuses(compilation, NOW.plusSeconds(3600), true);

    assertThat(later.mailDomain(DOMAIN, Optional.of(domain))).isEqualTo(domain);
    assertThat(later.mailUser(ALICE, Optional.of(user))).isEqualTo(user);
  }

  @Test
  void onlyTheConditionThatTurnsGetsANewTime() {
    var compilation = compile(Declared.DOMAIN);
    var before = statuses(compilation, NOW, false).mailDomain(DOMAIN, Optional.empty());
    var later = NOW.plusSeconds(60);

    var after = statuses(compilation, later, true).mailDomain(DOMAIN, Optional.of(before));

    assertThat(condition(after.conditions(), "Ready").lastTransitionTime())
        .isEqualTo("2026-11-23T10:01:00Z");
    assertThat(condition(after.conditions(), "TLSReady").lastTransitionTime())
        .isEqualTo("2026-11-23T10:00:00Z");
  }

  @Test
  void refusedUserSaysWhatToDo() {
    var compilation = compile(Declared.DOMAIN + Declared.user("alice", "sieve: keep"));

    var status = statuses(compilation, NOW, true).mailUser(ALICE, Optional.empty());

    var ready = condition(status.conditions(), "Ready");
    assertThat(ready.status()).isEqualTo("False");
    assertThat(ready.reason()).isEqualTo("NotActedOn");
    assertThat(ready.message()).startsWith("spec.sieve: ");
    assertThat(status.address()).isNull();
  }

  private static final String NEWS =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: SendPolicy
      metadata: {name: news}
      spec: {domainRef: {name: example-com}, reputation: {}%s}
      """;

  private static SendPolicyStatus news(String fields, ObservedPolicy... told) {
    var compilation = compile(Declared.DOMAIN + NEWS.formatted(fields));
    var observed = ObservedState.process(NOW, compilation.config(), true);
    return new Statuses(
            compilation,
            told.length == 0
                ? observed
                : observed.with(
                    Map.of("news", Stream.of(told).reduce(ObservedPolicy::plus).orElseThrow())))
        .sendPolicy(
            StatusSubject.of(new ResourceRef("SendPolicy", "default", "news")), Optional.empty());
  }

  private static ObservedPolicy told(ObservedPolicy.Counts counts, ObservedPolicy.Pause... pause) {
    return new ObservedPolicy(
        counts,
        Stream.of(pause).findFirst(),
        Optional.of(new ObservedPolicy.WarmUp(3, Optional.of(45), 40, NOW)));
  }

  @Test
  void policySaysWhatServersTellOfIt() {
    var paused = new ObservedPolicy.Pause("HighBounceRate", "too many");
    var status =
        news(
            "",
            told(new ObservedPolicy.Counts(90, 10, 0, 0, 1)),
            told(new ObservedPolicy.Counts(86, 2, 12, 0, 0), paused));

    assertThat(status.rates()).isEqualTo(new SendPolicyStatus.RatesStatus("6", "0.568", 200));
    assertThat(status.warmUp())
        .isEqualTo(new SendPolicyStatus.WarmUpStatus(3, 90, 80, NOW.toString()));
    var condition = condition(status.conditions(), "Paused");
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.reason()).isEqualTo("HighBounceRate");
    assertThat(condition.message()).isEqualTo("too many");
    var blocked = condition(status.conditions(), "Blocked");
    assertThat(blocked.status()).isEqualTo("True");
    assertThat(blocked.message()).startsWith("servers of 12 of 200 recipients refuse");
  }

  @Test
  void policyIsNotPausedWhereServersSaySo() {
    var status = news("", told(new ObservedPolicy.Counts(40, 0, 9, 0, 0)));

    assertThat(condition(status.conditions(), "Paused").reason()).isEqualTo("NotPaused");
    assertThat(condition(status.conditions(), "Blocked").reason())
        .as("too few to judge")
        .isEqualTo("NotBlocked");
  }

  @Test
  void policySaysNothingOfItsMailWhileNoServerHasTold() {
    var status = news("");

    assertThat(condition(status.conditions(), "Paused").status()).isEqualTo("Unknown");
    assertThat(condition(status.conditions(), "Paused").reason()).isEqualTo("NotChecked");
    assertThat(status.rates()).isNull();
    assertThat(status.warmUp()).isNull();
  }

  @Test
  void aSuspendedPolicyIsPausedByAPerson() {
    var status = news(", suspended: true", told(new ObservedPolicy.Counts(1, 0, 0, 0, 0)));

    var condition = condition(status.conditions(), "Paused");
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.reason()).isEqualTo("Manual");
  }

  @Test
  void policySaysHowManyItGoverns() {
    var compilation =
        compile(
            Declared.DOMAIN
                + Declared.users(3)
                + """
                ---
                apiVersion: mailhelm.io/v1alpha1
                kind: SendPolicy
                metadata: {name: all}
                spec: {domainRef: {name: example-com}, default: true}
                """);

    var status =
        statuses(compilation, NOW, true)
            .sendPolicy(
                StatusSubject.of(new ResourceRef("SendPolicy", "default", "all")),
                Optional.empty());

    assertThat(status.users()).isEqualTo(3);
  }

  @Test
  void whatHasNoEffectIsSaidWhetherItIsReadyOrNot() {
    var compilation =
        compile(
            Declared.DOMAIN
                + """
                ---
                apiVersion: mailhelm.io/v1alpha1
                kind: SendPolicy
                metadata: {name: bulk}
                spec: {domainRef: {name: example-com}}
                """);
    var bulk = StatusSubject.of(new ResourceRef("SendPolicy", "default", "bulk"));

    var runs = statuses(compilation, NOW, true).sendPolicy(bulk, Optional.empty());
    var waits = statuses(compilation, NOW, false).sendPolicy(bulk, Optional.empty());

    assertThat(condition(runs.conditions(), "Ready"))
        .extracting(Condition::status, Condition::reason, Condition::message)
        .containsExactly(
            "True",
            "Applied",
            "every server runs it; note: spec: it governs nobody: give MailUsers its labels,"
                + " name it in sendPolicyRef, or set default");
    assertThat(condition(waits.conditions(), "Ready").message())
        .isEqualTo(
            "not every server runs it yet; note: spec: it governs nobody: give MailUsers its"
                + " labels, name it in sendPolicyRef, or set default");
  }

  @Test
  void aUserWhoseDomainIsRefusedSaysWhyThatIs() {
    var compilation =
        compile(
            """
            apiVersion: mailhelm.io/v1alpha1
            kind: MailDomain
            metadata: {name: example-com}
            spec: {domain: example.com, hostname: "-", server: {}}
            """
                + Declared.user("alice", "sieve: keep"));
    var alice = StatusSubject.of(new ResourceRef("MailUser", "default", "alice"));

    var ready =
        condition(
            statuses(compilation, NOW, false).mailUser(alice, Optional.empty()).conditions(),
            "Ready");

    assertThat(ready.reason()).isEqualTo("NotActedOn");
    assertThat(ready.message())
        .as("its own fault before what follows from another's")
        .matches("spec\\.sieve: .*; spec\\.domainRef\\.name: .*")
        .contains("MailDomain example-com is refused, mend that first: spec.hostname: ");
  }

  @Test
  void userInForceStaysReadyWhileOthersChange() {
    var before = compile(Declared.DOMAIN + Declared.user("alice", ""));
    var after = compile(Declared.DOMAIN + Declared.user("alice", "") + Declared.user("bob", ""));
    var bob = StatusSubject.of(new ResourceRef("MailUser", "default", "bob"));
    var now = observed(after, NOW, false);
    var statuses =
        new Statuses(
            after,
            new ObservedState(
                NOW,
                now.offered(),
                Optional.empty(),
                before.config(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty()));

    assertThat(condition(statuses.mailUser(ALICE, Optional.empty()).conditions(), "Ready").status())
        .isEqualTo("True");
    assertThat(condition(statuses.mailUser(bob, Optional.empty()).conditions(), "Ready").reason())
        .isEqualTo("Pending");
  }

  @Test
  void podsThatAreNotReadyMakeTheDomainNotReady() {
    var compilation = compile(Declared.DOMAIN);
    var runs = ObservedState.process(NOW, compilation.config(), true);

    var status =
        new Statuses(
                compilation,
                new ObservedState(
                    NOW,
                    runs.offered(),
                    runs.running(),
                    runs.settled(),
                    Optional.empty(),
                    Optional.of(
                        new ObservedState.Pods(
                            2,
                            1,
                            List.of("192.0.2.1:25"),
                            Optional.empty(),
                            List.of(),
                            Exposure.UNSEEN,
                            Optional.empty())),
                    Map.of(),
                    Optional.empty()))
            .mailDomain(DOMAIN, Optional.empty());

    assertThat(condition(status.conditions(), "Ready"))
        .extracting(Condition::status, Condition::reason, Condition::message)
        .containsExactly("False", "PodsNotReady", "1 of 2 pods are ready");
    assertThat(status.server().readyReplicas()).isEqualTo(1);
    assertThat(status.server().endpoints()).containsExactly("192.0.2.1:25");
  }

  @Test
  void refusedResourceOfAnyKindWaitsForAPersonAndAPendingSecretDoesNot() {
    var refused = compile(Declared.DOMAIN + Declared.user("alice", "sieve: keep"));
    var pending =
        Compiler.compile(
            new Caller(Platform.CLUSTER, false, false)
                .input(
                    Declared.read(Declared.DOMAIN + Declared.user("alice", "")),
                    Map.of(),
                    Optional.empty()));

    assertThat(
            condition(
                    statuses(refused, NOW, true).mailUser(ALICE, Optional.empty()).conditions(),
                    "Stalled")
                .status())
        .isEqualTo("True");
    assertThat(
            condition(
                    statuses(pending, NOW, true).mailDomain(DOMAIN, Optional.empty()).conditions(),
                    "Stalled")
                .status())
        .isEqualTo("False");
  }
}
