package io.mailhelm.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.LastGoodFolder;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Tombstone;
import io.mailhelm.smtp.api.UserDirectory.Outcome;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.watch.PlayedLookups;
import io.mailhelm.watch.ServerWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the mailbox of a user whose deletionPolicy is Delete. */
class FolderReconcilerTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  @TempDir Path parent;
  private Path folder;
  private DataFolder data;
  private FolderReconciler reconciler;
  private LiveConfig live;
  private ServerWatch domains;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectory(parent.resolve("resources"));
    data = DataFolder.open(parent.resolve("data"));
    Files.writeString(
        folder.resolve("domain.yaml"),
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: example}
        spec:
          domain: example.test
          outbound: Capture
          server:
            listeners:
              - {name: development, port: 2525, tls: Optional, auth: Required}
        """);
    declareAlice();
    var report = new CompilationReport(new StatusFiles(data), Observer.NONE, CLOCK);
    reconciler = new FolderReconciler(folder, data, true, UnaryOperator.identity(), report, CLOCK);
    live =
        new LiveConfig(reconciler.begin().config().orElseThrow(), List.of(), CLOCK, Observer.NONE);
    var events = new DomainEvents(reconciler, Observer.NONE);
    var lookups =
        new PlayedLookups(
            (domain, ehlo) -> fail("nobody asked for " + domain),
            (domain, keys) -> fail("nobody asked for keys of " + domain));
    domains = new ServerWatch(new ServerWatch.Shared(lookups, events, CLOCK), events);
    reconciler.drive(live, domains, () -> LaptopObservations.NONE);
  }

  @AfterEach
  void stop() throws IOException {
    domains.close();
    reconciler.close();
  }

  private void declareAlice() throws IOException {
    Files.writeString(
        folder.resolve("alice.yaml"),
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailUser
        metadata: {name: alice}
        spec:
          domainRef: {name: example}
          deletionPolicy: Delete
        """);
  }

  private void deleteAlice() throws IOException {
    Files.delete(folder.resolve("alice.yaml"));
    reconciler.reconcile();
  }

  private List<Tombstone> running() {
    return live.current().config().tombstones();
  }

  @Test
  void itGoesOnceAndNotAgainAtTheNextStart() throws IOException {
    deleteAlice();

    assertThat(running()).containsExactly(new Tombstone(ALICE.toString(), ALICE));
    assertThat(new LastGoodFolder(data).read().orElseThrow().tombstones()).isEmpty();
    reconciler.reconcile();
    assertThat(running()).isEmpty();
  }

  /** {@code mailhelm status} shows it: a suspended user is as Ready as any. */
  @Test
  void aSuspensionIsWrittenBesideTheStatusAndGoesWithIt() throws IOException {
    var status = data.status().resolve("MailUser_default_alice.yaml");
    assertThat(status).content().doesNotContain("suspended");
    var declared = folder.resolve("alice.yaml");
    Files.writeString(declared, Files.readString(declared) + "  suspended: true\n");
    reconciler.reconcile();
    assertThat(status).content().contains("spec:\n  suspended: true");
    declareAlice();
    reconciler.reconcile();
    assertThat(status).content().doesNotContain("suspended");
  }

  @Test
  void whatNamesThatNobodyHasShowIsTheSameAtTheNextStart() throws IOException {
    var key = live.current().config().decoyKey();
    assertThat(key).isPresent();
    var report = new CompilationReport(new StatusFiles(data), Observer.NONE, CLOCK);
    try (var next =
        new FolderReconciler(folder, data, true, UnaryOperator.identity(), report, CLOCK)) {
      assertThat(next.begin().config().orElseThrow().decoyKey()).isEqualTo(key);
    }
    Files.delete(data.saltKey());
    try (var without =
        new FolderReconciler(folder, data, true, UnaryOperator.identity(), report, CLOCK)) {
      assertThat(without.begin().config().orElseThrow().decoyKey()).isPresent().isNotEqualTo(key);
    }
  }

  @Test
  void itGoesEachTimeTheUserGoes() throws IOException {
    deleteAlice();
    declareAlice();
    reconciler.reconcile();
    deleteAlice();

    assertThat(running()).containsExactly(new Tombstone(ALICE.toString(), ALICE));
  }

  @Test
  void itStaysWhenTheApiTakesTheUserAway() {
    var users = new FolderUsers(folder, reconciler, live);

    assertThat(users.delete(ALICE)).isEqualTo(new Outcome.Done());
    assertThat(live.current().directory().login(ALICE)).isEmpty();
    assertThat(running()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsAProblemAndDeletesNobody() throws IOException {
    var latin = "displayName: J\u00f6rg".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("alice.yaml"), latin);

    var problems = reconciler.reconcile().problems();

    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.resource().name()).isEqualTo("alice.yaml");
            });
    assertThat(live.current().directory().login(ALICE)).isPresent();
    assertThat(running()).isEmpty();
  }
}
