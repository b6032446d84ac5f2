package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.SendReports.Kind;
import io.mailhelm.smtp.store.SendReports.Pending;
import io.mailhelm.smtp.store.SendReports.Said;
import io.mailhelm.smtp.store.SendReports.Taken;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.Suppression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is kept has a bound and a retention, and a row in docs/limits.md. */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-29T01:00:00Z");
  private static final Path PAGE = Path.of("../docs/limits.md");

  @TempDir Path folder;

  private List<String> ask(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mail.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }

  /** Rows of a table with how long and how many, both said. */
  private static List<String> named(String heading) throws IOException {
    var page = Files.readString(PAGE);
    var section = page.substring(page.indexOf(heading));
    var end = section.indexOf("\n#", heading.length());
    return section
        .substring(0, end)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .filter(cells -> cells.length == 6 && !cells[3].isBlank() && !cells[4].isBlank())
        .map(cells -> cells[1])
        .toList();
  }

  @Test
  void everyTableHasARetentionAndABound() throws Exception {
    SqliteMailStore.open(folder, StoreContext.ALONE).close();
    var rows = named("### In the database");

    assertThat(ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        .hasSizeGreaterThan(10)
        .allSatisfy(table -> assertThat(rows).anyMatch(row -> row.contains("`" + table + "`")));
  }

  @Test
  void everyFolderAndFileHasARetentionAndABound() throws IOException {
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      Messages.in(store).mailbox("alice").commit();
      var rows = named("### In folders");
      try (var files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> !name.equals("mail.db") && !name.equals("mail.db-shm"))
            .hasSizeGreaterThan(4)
            .allSatisfy(name -> assertThat(rows).anyMatch(row -> row.contains("mail/" + name)));
      }
    }
  }

  private static Suppression suppression(String address, Suppression.Reason reason, Instant at) {
    return new Suppression("example.com", Mailbox.of(address), reason, "", at);
  }

  @Test
  void forgetsWhatIsOver() throws Exception {
    var kept = Retention.DEFAULT;
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      var old = NOW.minus(kept.idempotencyKeys()).minusSeconds(1);
      Messages.in(store).mailbox("a").receivedAt(old).idempotency("a", "old", "f").commit();
      Messages.in(store).mailbox("a").receivedAt(NOW).idempotency("a", "new", "f").commit();
      var longAgo = NOW.minus(kept.suppressions()).minusSeconds(1);
      var list = store.suppressions();
      list.add(suppression("old@e.example", Suppression.Reason.HARD_BOUNCE, longAgo));
      list.add(suppression("new@e.example", Suppression.Reason.HARD_BOUNCE, NOW));
      list.add(suppression("asked@e.example", Suppression.Reason.MANUAL, longAgo));
      list.add(suppression("angry@e.example", Suppression.Reason.COMPLAINT, longAgo));
      for (var at : List.of(NOW, NOW.minus(RowExpiry.COUNTS).minus(Duration.ofHours(2)))) {
        Messages.in(store).delivery("someone@e.example").commit();
        var delivery =
            new DeliveryId(Long.parseLong(ask("SELECT max(id) FROM delivery").getFirst()));
        Messages.in(store).mailbox("a").reportOn("01").commit();
        var report = store.reports().next().orElseThrow();
        store
            .reports()
            .takeIn(
                List.of(
                    new Taken(
                        new Pending(report.entry(), "01"),
                        Optional.of(delivery),
                        List.of(
                            new Said(delivery, "example.com", Optional.empty(), Kind.BOUNCE, at)),
                        List.of())));
      }

      store.forget(kept, NOW);

      assertThat(ask("SELECT name FROM idempotency")).containsExactly("new");
      assertThat(ask("SELECT address FROM suppression ORDER BY address"))
          .containsExactly("angry@e.example", "asked@e.example", "new@e.example");
      assertThat(ask("SELECT count(*) FROM outcome")).containsExactly("1");
    }
  }

  @Test
  void findsTheSuppressionsThatAreOverWithoutLookingAtTheOthers() throws Exception {
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE);
        var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mail.db"));
        var plan =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + RecordStatements.FORGET_BOUNCED)) {
      var steps = new ArrayList<String>();
      try (var row = plan.executeQuery()) {
        while (row.next()) {
          steps.add(row.getString("detail"));
        }
      }
      assertThat(store.status().accepting()).isTrue();
      assertThat(steps).anyMatch(step -> step.contains("suppression_since"));
      assertThat(steps).noneMatch(step -> step.startsWith("SCAN suppression"));
    }
  }

  @Test
  void forgetsMoreThanFitsIntoOneTransaction() throws Exception {
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      var longAgo = NOW.minus(Retention.DEFAULT.suppressions()).minusSeconds(1);
      for (int i = 0; i < RowExpiry.AT_ONCE + 20; i++) {
        var address = "a" + i + "@e.example";
        store.suppressions().add(suppression(address, Suppression.Reason.HARD_BOUNCE, longAgo));
      }

      store.forget(Retention.DEFAULT, NOW);

      assertThat(ask("SELECT count(*) FROM suppression")).containsExactly("0");
    }
  }
}
