package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult.Failed;
import io.mailhelm.smtp.store.MailStore.CommitResult.MailboxFull;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailboxEntry;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMailStoreTest extends StoreContract {
  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("mail");
  }

  @Override
  protected MailStore open() throws IOException {
    return SqliteMailStore.open(folder(), StoreContext.ALONE);
  }

  private List<Path> bodyFiles() throws IOException {
    try (var files = Files.list(folder().resolve("bodies"))) {
      return files.toList();
    }
  }

  private void sql(String... statements) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("mail.db"));
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> ask(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("mail.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }

  /** Everything as it is on disk at this moment: what a crash would leave. */
  private Path copyOfFolder() throws IOException {
    var copy = Files.createTempDirectory(temporary, "copy");
    try (var files = Files.walk(folder())) {
      for (var file : (Iterable<Path>) files.skip(1)::iterator) {
        Files.copy(file, copy.resolve(folder().relativize(file).toString()));
      }
    }
    return copy;
  }

  @Test
  void hasEveryCommittedMessageAfterACrash() throws IOException {
    var large = random(100_000);
    Messages.in(store).subject("small").mailbox("alice").commit();
    Messages.in(store).subject("large").body(large).mailbox("alice").mailbox("bob").commit();
    var copy = copyOfFolder();
    // The log of a machine that lost power may end in anything.
    Files.write(copy.resolve("mail.db-wal"), random(5_000), StandardOpenOption.APPEND);

    try (var crashed = SqliteMailStore.open(copy, StoreContext.ALONE)) {
      var found = crashed.list(Queries.all()).entries();
      assertThat(found).isEqualTo(entries());
      try (var in = crashed.open(found.getFirst().id()).orElseThrow()) {
        assertThat(in.readAllBytes()).isEqualTo(withTrace(large));
      }
      assertThat(crashed.usage("alice")).isEqualTo(store.usage("alice"));
    }
  }

  @Test
  void keepsSoManyReportsUnreadAndTheOthersLikeAnyMessage() throws IOException, SQLException {
    sql(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
        INSERT INTO report SELECT -i, 'M' || i FROM n\
        """
            .formatted(SendReports.MAX_UNREAD - 1));

    Messages.in(store).mailbox("alice").reportOn("N1").commit();
    Messages.in(store).mailbox("alice").reportOn("N2").commit();

    assertThat(entries()).hasSize(2);
    assertThat(ask("SELECT count(*) FROM report"))
        .containsExactly(String.valueOf(SendReports.MAX_UNREAD));
    assertThat(ask("SELECT about FROM report WHERE entry > 0")).containsExactly("N1");
  }

  @Test
  void addressesOfFormerTimesGetTheirQuotes() throws IOException, SQLException {
    store.close();
    var row =
        "INSERT INTO suppression (domain, address, reason, detail, since) VALUES ('o', '%s', 'HARD_BOUNCE', '', 1)";
    sql(
        "DELETE FROM flyway_schema_history WHERE version = '42'",
        row.formatted("a..b@x.example"),
        row.formatted("a b@x.example"),
        row.formatted("a\"b\\c@d@x.example"),
        row.formatted("]@x.example"),
        row.formatted(".a@x.example"),
        row.formatted("a.@x.example"),
        row.formatted("\"q r\"@x.example"),
        row.formatted("plain.one+two@x.example"));

    store = open();

    assertThat(ask("SELECT address FROM suppression"))
        .containsExactlyInAnyOrder(
            "\"a..b\"@x.example",
            "\"a b\"@x.example",
            "\"a\\\"b\\\\c@d\"@x.example",
            "\"]\"@x.example",
            "\".a\"@x.example",
            "\"a.\"@x.example",
            "\"q r\"@x.example",
            "plain.one+two@x.example");
  }

  @Test
  void movesFilesAsideThatNoMessageNamesWhenItStarts() throws IOException {
    Messages.in(store).body(random(100_000)).mailbox("alice").commit();
    var named = bodyFiles();
    store.close();
    Files.write(folder().resolve("bodies/left-by-a-crash"), random(10));

    store = open();

    assertThat(bodyFiles()).isEqualTo(named);
    assertThat(folder().resolve("stray/left-by-a-crash")).exists();
    assertThat(store.status().strayBodies()).isEqualTo(1);
  }

  @Test
  void leavesNoFileOfABodyThatIsNotStored() throws IOException {
    try (var abandoned = store.newBody()) {
      abandoned.write(random(100_000), 0, 100_000);
      assertThat(bodyFiles()).hasSize(1);
    }
    assertThat(bodyFiles()).isEmpty();

    var result =
        Messages.in(store).body(random(100_000)).mailbox("alice", new Quota(1, 1)).commit();

    assertThat(result).isInstanceOf(MailboxFull.class);
    assertThat(bodyFiles()).isEmpty();
  }

  @Test
  void keepsOneFileForAllMailboxesAndRemovesItWithTheLast() throws IOException {
    Messages.in(store).body(random(100_000)).mailbox("alice").mailbox("bob").commit();

    assertThat(bodyFiles()).hasSize(1);
    store.deleteMailbox("alice");
    assertThat(bodyFiles()).hasSize(1);
    assertThat(store.status().octets()).isGreaterThan(100_000);
    var before = store.status().octets();
    store.deleteMailbox("bob");
    assertThat(bodyFiles()).isEmpty();
    assertThat(store.status().octets()).isLessThan(before - 50_000);
  }

  @Test
  void keepsABodyOfExactlySixtyFourKibInItsRow() throws IOException {
    Messages.in(store).body(random(64 * 1024)).mailbox("alice").commit();
    assertThat(bodyFiles()).isEmpty();

    Messages.in(store).body(random(64 * 1024 + 1)).mailbox("alice").commit();
    assertThat(bodyFiles()).hasSize(1);
  }

  @Test
  void refusesAFolderThatAnotherServerUses() throws IOException {
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use by another Mailhelm server");

    store.close();
    store = open();
  }

  @Test
  void refusesAFolderThatANewerVersionWrote() throws Exception {
    store.close();
    sql("UPDATE flyway_schema_history SET version = '99' WHERE version = '2'");

    assertThatThrownBy(this::open).hasMessageContaining("newer Mailhelm");

    sql("UPDATE flyway_schema_history SET version = '2' WHERE version = '99'");
    store = open();
  }

  @Test
  void saysWhichFolderIsDamaged() throws Exception {
    store.close();
    var database = folder().resolve("mail.db");
    var sound = Files.readAllBytes(database);
    Files.write(database, random(20_000));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder().toString());

    Files.write(database, sound);
    store = open();
  }

  @Test
  void letsNobodyElseReadTheFolder() throws IOException {
    Messages.in(store).body(random(100_000)).mailbox("alice").commit();

    try (var files = Files.walk(folder())) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void failsOnlyTheMessageThatCannotBeStored() throws Exception {
    sql(
        """
        CREATE TRIGGER poison BEFORE INSERT ON message WHEN NEW.subject = 'poison'
        BEGIN SELECT raise(ABORT, 'poisoned'); END""");
    reopen();
    Callable<Long> commits =
        () ->
            Stream.generate(() -> Messages.in(store).mailbox("alice").commit())
                .limit(20)
                .filter(new Stored()::equals)
                .count();
    Callable<MailStore.CommitResult> poison =
        () -> Messages.in(store).subject("poison").mailbox("alice").mailbox("bob").commit();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var good = Stream.generate(() -> threads.submit(commits)).limit(10).toList();
      var bad = Stream.generate(() -> threads.submit(poison)).limit(10).toList();
      for (var each : good) {
        assertThat(each.get()).isEqualTo(20);
      }
      for (var each : bad) {
        assertThat(each.get()).isInstanceOf(Failed.class);
      }
    }

    assertThat(store.usage("alice").messages()).isEqualTo(200);
    assertThat(store.usage("bob").messages()).isZero();
    assertThat(store.list(Queries.all()).total()).isEqualTo(200);
    assertThat(store.status().messages()).isEqualTo(200);
    assertThat(store.status().accepting()).isTrue();
  }

  @Test
  void keepsNothingWithAnEntryThatNobodyReads() throws Exception {
    Messages.in(store)
        .dsn(new Dsn("HDRS", "QQ314159"))
        .target(
            "alice",
            Quota.DEFAULT,
            false,
            new Recipient("Alice+x@example.com", "SUCCESS,FAILURE", "rfc822;a@example.org"))
        .commit();

    assertThat(ask("SELECT ret || ' ' || envid FROM message")).containsExactly("HDRS QQ314159");
    assertThat(ask("SELECT recipients FROM entry")).containsExactly("Alice+x@example.com");
  }

  /** Or a batch of a few octets would hold the writer for seconds. */
  @Test
  void aTransactionIsMeasuredByAllThatItWrites() throws Exception {
    var recipients =
        Stream.iterate(0, i -> i + 1)
            .limit(100)
            .map(i -> Recipient.of("alice+%03d%s@example.com".formatted(i, "d".repeat(230))))
            .toList();
    var orcpt = "rfc822;" + "o".repeat(480);
    var message =
        Messages.in(store)
            .target(
                new MailStore.Target(
                    "alice", Mailbox.of("alice@example.com"), Quota.DEFAULT, false, recipients))
            .delivery(new Recipient("a@e.example", "", orcpt), "e.example", "e.example")
            .make();
    try (var prepared = PreparedMessage.of(message)) {
      var insert =
          new InsertMessage(prepared.row(), InsertMessage.NO_OVERDRAFT, StoreContext.ALONE);
      assertThat(insert.octets()).isBetween(25_000L, 30_000L);
    }
  }

  @Test
  void foldsTheLogBackBeforeItGrowsLarge() throws IOException {
    var body = random(64 * 1024);
    for (int i = 0; i < 1_000; i++) {
      Messages.in(store).body(body).mailbox("alice").commit();
    }

    assertThat(Files.size(folder().resolve("mail.db-wal"))).isLessThan(30_000_000);
    assertThat(Files.size(folder().resolve("mail.db"))).isGreaterThan(30_000_000);
  }

  @Test
  void leavesOneDatabaseFileWhenItIsClosed() {
    Messages.in(store).mailbox("alice").commit();
    store.close();

    assertThat(folder().resolve("mail.db-wal")).doesNotExist();
  }

  @Test
  void tellsAnInterruptedThreadWhatBecameOfItsMessage() throws Exception {
    var result = new AtomicReference<MailStore.CommitResult>();
    var stillInterrupted = new AtomicReference<Boolean>();
    var thread =
        Thread.startVirtualThread(
            () -> {
              Thread.currentThread().interrupt();
              result.set(Messages.in(store).mailbox("alice").commit());
              stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.join();

    assertThat(result.get()).isEqualTo(new Stored());
    assertThat(stillInterrupted.get()).isTrue();
    assertThat(entries()).extracting(MailboxEntry::mailboxId).containsExactly("alice");
  }

  @Test
  void saysSoWhenTheFileOfABodyIsMissing() throws IOException {
    Messages.in(store).body(random(100_000)).mailbox("alice").commit();
    Files.delete(bodyFiles().getFirst());

    assertThatThrownBy(() -> store.open(entries().getFirst().id())).isInstanceOf(IOException.class);
    assertThat(store.delete(Optional.empty(), Optional.empty())).isEqualTo(1);
  }
}
