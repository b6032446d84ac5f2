package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Retained.Found;
import io.mailhelm.compiler.Retained.Kept;
import io.mailhelm.compiler.Retained.OfDomain;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomainStatus.RetainedMailboxStatus;
import io.mailhelm.crds.MailUserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetainedStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Instant SINCE = Instant.parse("2026-11-28T10:00:00Z");
  private static final StatusSubject DOMAIN =
      StatusSubject.of(new ResourceRef("MailDomain", "default", "example-com"));
  private static final StatusSubject ALICE =
      StatusSubject.of(new ResourceRef("MailUser", "default", "alice"));

  private final Compilation compilation =
      Compiler.compile(
          Caller.onLaptop()
              .input(
                  Declared.read(Declared.DOMAIN + Declared.user("alice", "")),
                  Map.of(),
                  Optional.empty()));

  private Statuses statuses(Optional<Retained> retained) {
    var process = ObservedState.process(NOW, compilation.config(), true);
    return new Statuses(
        compilation,
        new ObservedState(
            NOW,
            process.offered(),
            process.running(),
            process.settled(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            retained,
            Map.of()));
  }

  private static Optional<Condition> found(MailUserStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals("RetainedMailboxFound"))
        .findFirst();
  }

  private static Optional<Retained> aliceFound(boolean taken) {
    return Optional.of(
        new Retained(Map.of(), Map.of("alice@example.com", new Found(12, 3456, SINCE, taken))));
  }

  @Test
  void aDomainShowsWhatIsKeptOfItAndOthersDoNot() {
    var kept = new Kept("bob@example.com", "uid-1", 2, 300, SINCE);
    var retained =
        new Retained(
            Map.of(
                "example.com", new OfDomain(70, List.of(kept)),
                "example.org", new OfDomain(1, List.of())),
            Map.of());

    var status = statuses(Optional.of(retained)).mailDomain(DOMAIN, Optional.empty());

    assertThat(status.retainedMailboxCount()).isEqualTo(70);
    assertThat(status.retainedMailboxes())
        .containsExactly(
            new RetainedMailboxStatus(
                "bob@example.com", "uid-1", 2L, 300L, "2026-11-28T10:00:00Z"));
    var unasked = statuses(Optional.empty()).mailDomain(DOMAIN, Optional.of(status));
    assertThat(unasked.retainedMailboxCount()).as("what was known before").isEqualTo(70);
    assertThat(unasked.retainedMailboxes()).isEqualTo(status.retainedMailboxes());
    var none = statuses(Optional.of(Retained.NOTHING)).mailDomain(DOMAIN, Optional.of(status));
    assertThat(none.retainedMailboxCount()).isZero();
    assertThat(none.retainedMailboxes()).isNull();
  }

  @Test
  void aUserWhoFoundNothingSaysNothingOfIt() {
    assertThat(found(statuses(Optional.empty()).mailUser(ALICE, Optional.empty()))).isEmpty();
    assertThat(found(statuses(Optional.of(Retained.NOTHING)).mailUser(ALICE, Optional.empty())))
        .isEmpty();
  }

  @Test
  void aUserSaysWhatWasTakenUpOrWhatToWrite() {
    var taken = statuses(aliceFound(true)).mailUser(ALICE, Optional.empty());
    assertThat(found(taken).orElseThrow().reason()).isEqualTo("TakenUp");
    assertThat(found(taken).orElseThrow().message())
        .contains("12 messages of 3456 octets", "2026-11-28T10:00:00Z");

    var left = statuses(aliceFound(false)).mailUser(ALICE, Optional.empty());
    assertThat(found(left).orElseThrow().status()).isEqualTo("True");
    assertThat(found(left).orElseThrow().message()).contains("write spec.adopt: Address");
    assertThat(left.conditions())
        .as("whether it is Ready is another question")
        .anyMatch(
            condition -> condition.type().equals("Ready") && condition.status().equals("True"));

    var unasked = statuses(Optional.empty()).mailUser(ALICE, Optional.of(taken));
    assertThat(found(unasked)).isEqualTo(found(taken));
  }
}
