package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Document;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.5Z");
  private static final Subject DOMAIN =
      new Subject(new ResourceRef("MailDomain", "default", "example-com"), 3, false);
  private static final Subject ALICE = Subject.of(new ResourceRef("MailUser", "default", "alice"));

  private static Compilation compile(String text) {
    return Compiler.compile(
        Caller.onLaptop().input(Declared.read(text), Map.of(), Optional.empty()));
  }

  private static Statuses statuses(Compilation compilation, Instant now, boolean runs) {
    var hash = compilation.config().map(Document::of).map(Document::hash);
    return new Statuses(compilation, new Observed(now, hash, runs ? hash : Optional.of("another")));
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
    assertThat(condition(status.conditions(), "DNSReady").reason()).isEqualTo("NotChecked");
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
                Subject.of(new ResourceRef("SendPolicy", "default", "all")), Optional.empty());

    assertThat(status.users()).isEqualTo(3);
  }
}
