package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedQuery;
import io.mailhelm.smtp.store.StoreContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user asks for costs what the user has: SQLite's own plans of it say so. */
class PlansTest {
  /** From an index to what is the user's, and from there on by ids. */
  private static final Set<String> BY_USER =
      Set.of(
          "SEARCH o USING INDEX outgoing_mailbox (mailbox=?)",
          "SEARCH o USING INDEX outgoing_mailbox (mailbox=? AND rowid<?)",
          "SEARCH d USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
          "SEARCH a USING PRIMARY KEY (delivery=? AND number=?) LEFT-JOIN",
          "SEARCH e USING INDEX entry_mailbox (mailbox=?)",
          "SEARCH e USING COVERING INDEX entry_mailbox (mailbox=?)",
          "SEARCH e USING INDEX entry_mailbox (mailbox=? AND rowid<?)",
          "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)",
          "SEARCH b USING INTEGER PRIMARY KEY (rowid=?)",
          "SCALAR SUBQUERY 1",
          "REUSE SUBQUERY 1",
          "SEARCH mailbox USING COVERING INDEX sqlite_autoindex_mailbox_1 (id=?)");

  @TempDir Path folder;
  private Connection connection;

  @BeforeEach
  void open() throws Exception {
    SqliteMailStore.open(folder, StoreContext.ALONE).close();
    connection =
        new DatabaseConnections(folder.resolve("mail.db"), DatabaseSettings.DEFAULT).reader();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private List<String> plan(String sql) throws SQLException {
    var plan = new ArrayList<String>();
    try (var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
        var row = statement.executeQuery()) {
      while (row.next()) {
        plan.add(row.getString("detail"));
      }
    }
    return plan;
  }

  private static DeliveryQuery sent(Set<State> states, boolean after) {
    return new DeliveryQuery(
        50,
        after ? Optional.of(new DeliveryId(9)) : Optional.empty(),
        states,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("alice"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theSumsOfAPolicyCostItsOwnWindow() throws SQLException {
    for (var sql : List.of(SqlitePolicyOutcomes.SUMS, SqlitePolicyOutcomes.WORST)) {
      assertThat(plan(sql))
          .contains(
              "SEARCH recipient_outcome USING PRIMARY KEY"
                  + " (domain=? AND policy=? AND slot>? AND slot<?)")
          .noneMatch(step -> step.startsWith("SCAN"));
    }
  }

  @Test
  void whatAUserSentIsFoundByTheUser() throws SQLException {
    var all = State.values();
    for (int bits = 0; bits < 1 << all.length; bits++) {
      var states = EnumSet.noneOf(State.class);
      for (var state : all) {
        if ((bits >> state.ordinal() & 1) == 1) {
          states.add(state);
        }
      }
      for (var after : List.of(true, false)) {
        var filter = DeliveryFilter.of(sent(states, after));
        for (var sql :
            List.of(
                DeliveryReader.page(filter),
                DeliveryReader.total(filter),
                DeliveryReader.idsOnPage(filter))) {
          assertThat(plan(sql)).as(sql).isNotEmpty().isSubsetOf(BY_USER);
        }
      }
    }
  }

  /** Any of the filters a user can choose, by the bits of a number. */
  private static EntryQuery inbox(int bits) {
    var text = Optional.of("x");
    return new EntryQuery(
        50,
        (bits & 1) == 0 ? Optional.empty() : Optional.of(new EntryId(9)),
        Optional.of("alice"),
        (bits & 2) == 0 ? Optional.empty() : text,
        (bits & 4) == 0 ? Optional.empty() : text,
        (bits & 8) == 0 ? Optional.empty() : text,
        (bits & 16) == 0 ? Optional.empty() : Optional.of(Instant.EPOCH),
        (bits & 32) != 0,
        (bits & 64) == 0 ? Optional.empty() : Optional.of(true),
        (bits & 128) == 0 ? Optional.empty() : text);
  }

  @Test
  void whatIsInAUsersMailboxIsFoundByTheMailbox() throws SQLException {
    for (int bits = 0; bits < 256; bits++) {
      var filter = EntryFilter.of(inbox(bits));
      for (var sql : List.of(EntryReader.page(filter), EntryReader.total(filter))) {
        assertThat(plan(sql)).as(sql).isNotEmpty().isSubsetOf(BY_USER);
      }
    }
  }

  @Test
  void aMessageAndItsAttemptsAreFoundByTheirIds() throws SQLException {
    for (var sql : List.of(DeliveryReader.BY_MESSAGE, DeliveryReader.ATTEMPTS)) {
      assertThat(plan(sql)).as(sql).isNotEmpty().noneMatch(step -> step.startsWith("SCAN"));
    }
  }

  @Test
  void suppressionsAreReadInTheOrderOfAnIndex() throws SQLException {
    assertThat(plan(SqliteSuppressions.page(true)))
        .containsExactly("SEARCH suppression USING PRIMARY KEY (domain=? AND address>?)");
    assertThat(plan(SqliteSuppressions.page(false)))
        .containsExactly(
            "SEARCH suppression USING INDEX suppression_address ((address,domain)>(?,?))");
  }

  @Test
  void closedMailboxesAreReadInTheOrderOfAnIndex() throws SQLException {
    for (var domain : List.of(true, false)) {
      var query =
          new RetainedQuery(
              domain ? Optional.of(DomainName.of("example.com")) : Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              50);
      var sql = "SELECT mailbox FROM owner" + OwnerReader.page(query);
      assertThat(plan(sql))
          .singleElement()
          .asString()
          .startsWith("SEARCH owner USING COVERING INDEX owner_closed (")
          .contains("address,mailbox)>(");
      assertThat(plan(OwnerReader.total(query)))
          .singleElement()
          .asString()
          .contains("USING COVERING INDEX owner_closed");
    }
    assertThat(plan(OwnerReader.BY_DOMAIN))
        .containsExactly("SCAN owner USING COVERING INDEX owner_closed");
    assertThat(plan(OwnerReader.FOUND)).noneMatch(step -> step.startsWith("SCAN"));
  }

  @Test
  void whatAUserMayTakeUpIsFoundByItsAddress() throws SQLException {
    assertThat(plan(OwnerStatements.CLOSED_OF))
        .first()
        .asString()
        .startsWith("SEARCH owner USING INDEX owner_closed (domain=? AND address=?)");
    assertThat(plan(OwnerStatements.MOVING))
        .containsExactly("SCAN found_mailbox USING INDEX found_mailbox_moving");
    assertThat(plan(OwnerStatements.UNKNOWN))
        .containsExactly("SCAN owner USING COVERING INDEX owner_unknown");
    assertThat(plan(OwnerStatements.HAS_SENT))
        .singleElement()
        .asString()
        .startsWith("SEARCH outgoing USING COVERING INDEX outgoing_mailbox");
  }
}
