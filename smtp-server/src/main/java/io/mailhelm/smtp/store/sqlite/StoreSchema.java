package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.StringResource;

/**
 * Migrates the tables to the schema of this version. Flyway does the work, and only where there is
 * some: starting it takes longer than everything else a store does at its start.
 */
final class StoreSchema {
  /** The migrations, oldest first: named here so that no one searches the classpath for them. */
  private static final List<String> MIGRATIONS =
      List.of(
          "V1__mailboxes.sql",
          "V2__queue.sql",
          "V10__holds.sql",
          "V20__senders.sql",
          "V30__bounces.sql",
          "V36__originators.sql",
          "V40__suppressions.sql",
          "V41__clock.sql",
          "V42__quoted_addresses.sql",
          "V43__inferred_codes.sql",
          "V48__reports.sql",
          "V50__owners.sql",
          "V51__booked.sql",
          "V52__owners_who_leave_nothing.sql",
          "V60__recipients_counted.sql",
          "V62__warm_up.sql",
          "V64__policy_outcomes.sql",
          "V70__returns.sql",
          "V72__shares_of_the_queue.sql");

  /** Their numbers, which have gaps. */
  private static final Set<Integer> VERSIONS =
      MIGRATIONS.stream().map(StoreSchema::number).collect(Collectors.toUnmodifiableSet());

  private StoreSchema() {}

  /**
   * Migrates.
   *
   * @throws IOException when a newer version wrote the database
   */
  static void bring(DatabaseConnections connections) throws SQLException, IOException {
    Set<Integer> found;
    try (var connection = connections.maintenance()) {
      found = versions(connection);
    }
    var newest = Collections.max(VERSIONS);
    var unknown = found.stream().filter(version -> version > newest).max(Integer::compare);
    if (unknown.isPresent()) {
      throw new IOException(
          "%s was written by a newer Mailhelm (its schema is %d, this one knows %d): use that version"
              .formatted(connections.url(), unknown.get(), newest));
    }
    if (!found.containsAll(VERSIONS)) {
      Flyway.configure(StoreSchema.class.getClassLoader())
          .dataSource(new MigrationSource(connections))
          .resourceProvider(new Migrations())
          .javaMigrationClassProvider(List::of)
          // Numbers have gaps, and one in a gap may come later than those after it.
          .outOfOrder(true)
          .load()
          .migrate();
    }
  }

  private static int number(String migration) {
    return Integer.parseInt(migration.substring(1, migration.indexOf("__")));
  }

  private static Set<Integer> versions(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      try (var table =
          statement.executeQuery(
              "SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
        if (!table.next()) {
          return Set.of();
        }
      }
      try (var row =
          statement.executeQuery(
              "SELECT CAST(version AS INTEGER) FROM flyway_schema_history WHERE success")) {
        var versions = new HashSet<Integer>();
        while (row.next()) {
          versions.add(row.getInt(1));
        }
        return versions;
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
      try (var in = StoreSchema.class.getResourceAsStream(name)) {
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
