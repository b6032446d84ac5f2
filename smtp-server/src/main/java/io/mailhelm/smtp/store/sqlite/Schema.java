package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.StringResource;

/**
 * Brings the tables to the form this version writes. Flyway does the work, and only where there is
 * some: starting it takes longer than everything else a store does at its start.
 */
final class Schema {
  /** The migrations, oldest first: named here so that no one searches the classpath for them. */
  private static final List<String> MIGRATIONS =
      List.of("V1__mailboxes.sql", "V2__queue.sql", "V10__holds.sql", "V30__bounces.sql");

  private static final int VERSION = version(MIGRATIONS.getLast());

  private Schema() {}

  /**
   * Migrates.
   *
   * @throws IOException when a newer version wrote the database
   */
  static void bring(Connections connections) throws SQLException, IOException {
    int found;
    try (var connection = connections.maintenance()) {
      found = version(connection);
    }
    if (found > VERSION) {
      throw new IOException(
          "%s was written by a newer Mailhelm (its schema is %d, this one knows %d): use that version"
              .formatted(connections.url(), found, VERSION));
    }
    if (found < VERSION) {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(new MigrationSource(connections))
          .resourceProvider(new Migrations())
          .javaMigrationClassProvider(List::of)
          .load()
          .migrate();
    }
  }

  /** Of {@code V10__holds.sql}: 10. Numbers grow, and may leave some out. */
  private static int version(String migration) {
    return Integer.parseInt(migration.substring(1, migration.indexOf("__")));
  }

  private static int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      try (var table =
          statement.executeQuery(
              "SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
        if (!table.next()) {
          return 0;
        }
      }
      try (var row =
          statement.executeQuery(
              "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /** Hands Flyway the migrations by name. */
  private static final class Migrations implements ResourceProvider {
    @Override
    public LoadableResource getResource(String name) {
      return read(name).orElse(null);
    }

    @Override
    public List<LoadableResource> getResources(String prefix, String[] suffixes) {
      return MIGRATIONS.stream()
          .filter(name -> name.startsWith(prefix))
          .filter(name -> List.of(suffixes).contains(name.substring(name.lastIndexOf('.'))))
          .flatMap(name -> read(name).stream())
          .toList();
    }

    private static Optional<LoadableResource> read(String name) {
      try (var in = Schema.class.getResourceAsStream(name)) {
        return in == null
            ? Optional.empty()
            : Optional.of(
                new Migration(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new IllegalStateException("cannot read migration " + name, e);
      }
    }
  }

  private static final class Migration extends StringResource {
    private final String name;

    Migration(String name, String text) {
      super(text);
      this.name = name;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
