package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailQueue.QueueStatus;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.QueueFixture;
import io.mailhelm.smtp.store.SenderReport;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.WarmUpDay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteQueueTest extends QueueFixture {
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
    sql(folder().resolve("mail.db"), statements);
  }

  private static void sql(Path database, String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private long ask(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("mail.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
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
  void whatAStepOfTheClockWasMadeUpForCountsNoMore() throws IOException {
    message().delivery("bob@b.example").commit();
    assertThat(queue().latest()).contains(NOW);
    queue().rebase(Duration.ofHours(2));
    assertThat(queue().latest()).isEmpty();
    reopen();
    assertThat(queue().latest()).isEmpty();

    var between = NOW.minus(Duration.ofHours(1));
    message().receivedAt(between).delivery("eve@b.example").commit();
    assertThat(queue().latest()).as("set back once more, it would be missed").contains(between);
    queue().rebase(Duration.ofMinutes(30));
    assertThat(queue().latest()).isEmpty();

    var later = NOW.plus(Duration.ofHours(1));
    message().receivedAt(later).delivery("ann@b.example").commit();
    assertThat(queue().latest()).contains(later);
  }

  @Test
  void takesWhatFormerVersionsHeldForAPersonsHold() throws Exception {
    var folder = Files.createDirectories(temporary.resolve("former"));
    var url = "jdbc:sqlite:" + folder.resolve("mail.db");
    Flyway.configure(getClass().getClassLoader())
        .dataSource(url, "", "")
        .locations("classpath:io/mailhelm/smtp/store/sqlite")
        .target("2")
        .load()
        .migrate();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO outgoing VALUES (1, 1, 1, 'former', NULL, 'example.com', 'bulk', '', '', 9,
            '', '', '', 0, 9)\
          """);
      statement.execute(
          """
          INSERT INTO delivery VALUES (1, 1, 'a@b.example', NULL, '', '', 'b.example', 'lane',
            'HELD', 0, 0, 0, 0, NULL)\
          """);
    }
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      assertThat(store.queue().status().heldFor()).isEqualTo(Map.of(HoldReason.MANUAL, 1L));
      var hold = store.queue().find(new DeliveryId(1)).orElseThrow().hold().orElseThrow();
      assertThat(hold.since()).as("counted from now on").isAfter(NOW);
      assertThat(store.queue().unhold(List.of(new DeliveryId(1)), NOW)).isZero();
    }
  }

  @Test
  void findsWhatIsDueInTheOrderOfAnIndex() throws Exception {
    var plan = new StringBuilder();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("mail.db"));
        var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + LeaseReader.WAITING);
        var row = statement.executeQuery()) {
      while (row.next()) {
        plan.append(row.getString("detail")).append('\n');
      }
    }
    assertThat(plan.toString().strip())
        .isEqualTo(
            "SEARCH delivery USING COVERING INDEX delivery_waiting (lane=? AND originator=?)");
  }

  @Test
  void findsWhatPassesAWarmUpInTheOrderOfAnIndex() throws Exception {
    var plan = new StringBuilder();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("mail.db"));
        var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + LeaseReader.PASSING);
        var row = statement.executeQuery()) {
      while (row.next()) {
        plan.append(row.getString("detail")).append('\n');
      }
    }
    assertThat(plan.toString().strip())
        .isEqualTo(
            "SEARCH delivery USING COVERING INDEX delivery_passing (lane=? AND originator=?)");
  }

  @Test
  void usersReportsOfFormerVersionsAreInTheUsersLanes() throws Exception {
    var folder = Files.createDirectories(temporary.resolve("former"));
    Flyway.configure(getClass().getClassLoader())
        .dataSource("jdbc:sqlite:" + folder.resolve("mail.db"), "", "")
        .locations("classpath:io/mailhelm/smtp/store/sqlite")
        .target("30")
        .load()
        .migrate();
    var outgoing =
        "INSERT INTO outgoing VALUES (%d, %d, 1, 'm%d', %s, 'example.com', 'bulk', '', '', 9, '', '', '', 0, 9, NULL)";
    var delivery =
        "INSERT INTO delivery VALUES (%d, %d, 'a@b.example', NULL, '', '', 'b.example', '*bulk|b.example', 'QUEUED', 0, 0, 0, 0, NULL, NULL, NULL, 0)";
    sql(
        folder.resolve("mail.db"),
        outgoing.formatted(1, 1, 1, "'u@example.com'"),
        outgoing.formatted(2, 2, 2, "NULL"),
        delivery.formatted(1, 1),
        delivery.formatted(2, 2));
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      assertThat(store.queue().due(NOW, 9))
          .containsExactlyInAnyOrder(
              new LanePart("bulk|b.example", new Originator("example.com", "u@example.com")),
              new LanePart("*bulk|b.example", new Originator("example.com", "")));
    }
  }

  @Test
  void knowsWhoseIsWhatFormerVersionsQueued() throws Exception {
    var folder = Files.createDirectories(temporary.resolve("former"));
    var url = "jdbc:sqlite:" + folder.resolve("mail.db");
    Flyway.configure(getClass().getClassLoader())
        .dataSource(url, "", "")
        .locations("classpath:io/mailhelm/smtp/store/sqlite")
        .target("30")
        .load()
        .migrate();
    sql(
        folder.resolve("mail.db"),
        """
        INSERT INTO outgoing VALUES (1, 1, 1, 'former', 'u@example.com', 'example.com', 'bulk', '',
          '', 9, '', '', '', 0, 9, NULL)\
        """,
        """
        INSERT INTO delivery VALUES (1, 1, 'a@b.example', NULL, '', '', 'b.example', 'lane',
          'QUEUED', 0, 0, 0, 0, NULL, NULL, NULL, 0)\
        """);
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      var part = new LanePart("lane", new Originator("example.com", "u@example.com"));
      assertThat(store.queue().due(NOW, 9)).containsExactly(part);
      assertThat(store.queue().lease(part, NOW, (_, _) -> 1)).isPresent();
    }
  }

  @Test
  void hasEveryDeliveryAndItsBodyAfterACrash() throws IOException {
    var large = random(100_000);
    message().body(large).delivery("a@b.example").commit();
    message().delivery("a@c.example").commit();
    var inHand = lease("b.example");
    settle(lease("c.example"), State.DELIVERED, NOW);

    try (var crashed = SqliteMailStore.open(copyOfFolder(), StoreContext.ALONE)) {
      var again = crashed.queue().lease("b.example", NOW, 9).orElseThrow();
      assertThat(again).isEqualTo(inHand);
      try (var in = crashed.queue().open(again)) {
        assertThat(in.readAllBytes()).isEqualTo(withTrace(large));
      }
      assertThat(lanes(crashed.queue(), NOW, 9)).isEmpty();
    }
  }

  @Test
  void aCrashCountsWhatWasSettledAndNothingElse() throws IOException {
    message().delivery("a@b.example").commit();
    message().delivery("a@c.example").commit();
    var today = LocalDate.parse("2026-11-23");
    var day = new WarmUpDay("team", Optional.empty(), today, today, 0);
    var usual = settlement(lease("b.example").any(), State.QUEUED, NOW);
    var counted =
        new Settlement(
            usual.id(),
            usual.state(),
            usual.due(),
            usual.attempt(),
            false,
            true,
            List.of(day),
            Optional.empty());
    queue().settle(List.of(counted), List.of(), List.of());
    lease("c.example");

    try (var crashed = SqliteMailStore.open(copyOfFolder(), StoreContext.ALONE)) {
      assertThat(crashed.queue().warmUps()).containsExactly(new WarmUpDay.Used(day, 1));
      assertThat(crashed.queue().lease("b.example", NOW, 9).orElseThrow().any().passesWarmUp())
          .isTrue();
      assertThat(crashed.queue().lease("c.example", NOW, 9).orElseThrow().any().passesWarmUp())
          .isFalse();
    }
  }

  @Test
  void removesTheFileOfABodyWithTheLastThatNeedsIt() throws IOException {
    message().body(random(100_000)).delivery("a@b.example").mailbox("alice").commit();
    settle(lease("b.example"), State.DELIVERED, NOW);
    assertThat(bodyFiles()).hasSize(1);
    store.delete(Optional.empty(), Optional.empty());
    assertThat(bodyFiles()).isEmpty();

    message().body(random(100_000)).delivery("a@b.example").mailbox("alice").commit();
    store.deleteMailbox("alice");
    reopen();
    assertThat(bodyFiles()).hasSize(1);
    queue().apply(Action.DELETE, List.of(lastDelivery()), NOW);
    assertThat(bodyFiles()).isEmpty();
    assertThat(store.status().messages()).isZero();
  }

  private DeliveryId lastDelivery() {
    return queue().list(all()).deliveries().getFirst().id();
  }

  @Test
  void losesNothingWhenASettlementCannotBeWritten() throws Exception {
    sql(
        """
        CREATE TRIGGER failing BEFORE INSERT ON attempt
        BEGIN SELECT raise(ABORT, 'the disk fails'); END\
        """);
    reopen();
    message().delivery("a@b.example").commit();
    var inHand = lease("b.example");
    var report = message().mailbox("alice").body(random(100_000)).make();
    var refused = settlement(inHand.any(), State.FAILED, NOW);

    assertThatThrownBy(
            () -> queue().settle(List.of(refused), List.of(SenderReport.of(report)), List.of()))
        .isInstanceOf(MailStoreException.class)
        .hasMessageContaining("the disk fails");

    assertThat(entries()).isEmpty();
    assertThat(bodyFiles()).isEmpty();
    assertThat(queue().status()).isEqualTo(new QueueStatus(1, Map.of(), 1, Optional.of(NOW)));
    assertThat(lanes(queue(), NOW, 9)).isEmpty(); // whoever has it settles again
    queue().giveBack(List.of(inHand.any().id()));
    assertThat(lanes(queue(), NOW, 9)).containsExactly("b.example");
    assertThat(lease("b.example")).isEqualTo(inHand);
  }

  @Test
  void putsBackWhatItCouldNotDelete() throws Exception {
    sql(
        """
        CREATE TRIGGER failing BEFORE UPDATE ON delivery
        BEGIN SELECT raise(ABORT, 'the disk fails'); END\
        """);
    reopen();
    message().delivery("a@b.example").commit();

    assertThatThrownBy(() -> queue().apply(Action.DELETE, List.of(lastDelivery()), NOW))
        .isInstanceOf(MailStoreException.class);

    assertThat(queue().status().sending()).isZero();
    assertThat(lanes(queue(), NOW, 9)).containsExactly("b.example");
  }

  @Test
  void countsWhatTheTablesHave() throws Exception {
    for (int i = 0; i < 20; i++) {
      message().delivery("a@b.example").delivery("b@c.example").commit();
    }
    for (int i = 0; i < 5; i++) {
      settle(lease("b.example"), i < 3 ? State.DELIVERED : State.QUEUED, NOW);
    }
    queue()
        .apply(
            Action.HOLD,
            queue().list(all()).deliveries().stream().limit(7).map(each -> each.id()).toList(),
            NOW);

    assertCounted();
    reopen();
    assertCounted();
  }

  private void assertCounted() throws SQLException {
    var status = queue().status();
    assertThat(status.queued())
        .isEqualTo(ask("SELECT count(*) FROM delivery WHERE state = 'QUEUED'"));
    assertThat(status.held()).isEqualTo(ask("SELECT count(*) FROM delivery WHERE state = 'HELD'"));
    assertThat(status.queued() + status.held()).isEqualTo(37);
    assertThat(store.status().messages()).isEqualTo(ask("SELECT count(*) FROM message"));
  }

  @Test
  void takesUpAFolderThatTheVersionBeforeTheQueueWrote() throws Exception {
    store.close();
    var old = Files.createDirectories(temporary.resolve("old"));
    sql(old.resolve("mail.db"), firstVersion());
    sql(
        old.resolve("mail.db"),
        """
        CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY,
          version VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL,
          script VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL,
          installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
          execution_time INT NOT NULL, success BOOLEAN NOT NULL)\
        """,
        """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
          checksum, installed_by, execution_time, success)
        VALUES (1, '1', 'mailboxes', 'SQL', 'V1__mailboxes.sql', NULL, '', 1, 1)\
        """,
        "INSERT INTO mailbox VALUES (1, 'alice', 2, 1)",
        """
        INSERT INTO message VALUES (1, 1, 'M1', 0, '', NULL, '', '', 'old', '', NULL, NULL, NULL,
          '', '', 2, NULL, x'4869')\
        """,
        "INSERT INTO entry VALUES (1, 1, 1, 'alice@example.com', 'alice@example.com', 0, 0)",
        "UPDATE totals SET messages = 1, last_entry = 1");

    store = SqliteMailStore.open(old, StoreContext.ALONE);

    assertThat(new String(bytes(entries().getFirst().id()), StandardCharsets.UTF_8))
        .isEqualTo("Hi");
    message().delivery("a@b.example").commit();
    assertThat(lease("b.example").deliveries()).hasSize(1);
    assertThat(store.delete(Optional.empty(), Optional.empty())).isEqualTo(1);
    assertThat(store.status().messages()).isEqualTo(1);
  }

  private static String[] firstVersion() throws IOException {
    try (var in = StoreSchema.class.getResourceAsStream("V1__mailboxes.sql")) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll("--[^\n]*", "").trim().split(";\\s*");
    }
  }
}
