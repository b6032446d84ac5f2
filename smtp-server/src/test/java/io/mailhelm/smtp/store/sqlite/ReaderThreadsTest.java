package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.RequesterLeftException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query that nobody waits for any more ends. */
class ReaderThreadsTest {
  private static final String LONG =
      """
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 30000000)
      SELECT count(*) FROM numbers\
      """;

  @TempDir Path folder;

  /** Leaves when it has been asked once before the read and once while it goes on. */
  private static final class Leaving implements Requester {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public String name() {
      return "alice";
    }

    @Override
    public boolean hasLeft() {
      return asked.incrementAndGet() > 2;
    }

    @Override
    public void hold(int objects, long characters) {
      throw new AssertionError("there is no row");
    }
  }

  private static long first(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  @Test
  void aReadIsInterruptedWhenItsRequesterLeaves() throws Exception {
    var connections = new DatabaseConnections(folder.resolve("mail.db"), DatabaseSettings.DEFAULT);
    connections.maintenance().close();
    try (var readers = ReaderThreads.ofLists(connections)) {
      assertThatThrownBy(() -> readers.ask(new Leaving(), connection -> first(connection, LONG)))
          .isInstanceOf(RequesterLeftException.class);
      assertThat(readers.<Long>ask(connection -> first(connection, "SELECT 7"))).isEqualTo(7);
    }
  }
}
