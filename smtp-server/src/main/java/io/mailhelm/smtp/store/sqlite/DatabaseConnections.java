package io.mailhelm.smtp.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/** Opens connections to the database: for the writer, for readers, for maintenance. */
final class DatabaseConnections {
  /** Octets a page. Larger ones write more to the log for every small change. */
  static final int PAGE_SIZE = 4096;

  /** Negative: KiB. What a batch touches again and again stays in it. */
  private static final int CACHE_KIB = -8 * 1024;

  /**
   * The log becomes no shorter than this: it is written over from its beginning again and again.
   */
  private static final int LOG_OCTETS = 32 << 20;

  /** Milliseconds; only a checkpoint at the wrong moment is ever waited for. */
  private static final int BUSY_TIMEOUT = 5_000;

  private final Path database;
  private final DatabaseSettings settings;

  DatabaseConnections(Path database, DatabaseSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /** For the one writer: transactions are begun by hand. */
  Connection writer() throws SQLException {
    var config = config();
    var connection = config.createConnection(url());
    connection.setAutoCommit(false);
    return connection;
  }

  /** For schema changes and checkpoints: every statement is its own transaction. */
  Connection maintenance() throws SQLException {
    return config().createConnection(url());
  }

  /** For one reading thread. */
  Connection reader() throws SQLException {
    var config = config();
    config.setReadOnly(true);
    return config.createConnection(url());
  }

  private SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(settings.durable() ? SynchronousMode.FULL : SynchronousMode.OFF);
    config.setPageSize(PAGE_SIZE);
    config.setCacheSize(CACHE_KIB);
    config.setTempStore(TempStore.MEMORY);
    config.setBusyTimeout(BUSY_TIMEOUT);
    // Else the driver asks for the row's id after every insert: a quarter of its cost.
    config.setGetGeneratedKeys(false);
    // The writer decides when the log is folded back into the database: see Checkpoints.
    config.setPragma(Pragma.WAL_AUTOCHECKPOINT, "0");
    config.setJournalSizeLimit(LOG_OCTETS);
    config.setPragma(Pragma.MAX_PAGE_COUNT, Long.toString(settings.maxPages()));
    return config;
  }

  String url() {
    return "jdbc:sqlite:" + database.toAbsolutePath();
  }
}
