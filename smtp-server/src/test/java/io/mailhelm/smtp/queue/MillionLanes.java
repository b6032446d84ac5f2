package io.mailhelm.smtp.queue;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.send.DeliveryClient;
import io.mailhelm.smtp.send.OutboundMessage;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts the queue with many deliveries that are all due, each in a lane of its own, to servers
 * that nobody reaches, and says what it takes: {@code MillionLanes FOLDER [DELIVERIES LETTERS
 * SECONDS]}, to be run with the heap of the server.
 */
final class MillionLanes {
  private static final int RECIPIENTS = 100;

  private MillionLanes() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory(Path.of(arguments[0]), "many-lanes");
    int deliveries = argument(arguments, 1, 1_000_000);
    fill(folder, deliveries, argument(arguments, 2, 0));
    var live = new LiveConfig(config().build(), List.of(), Clock.systemUTC(), _ -> {});
    long began = System.nanoTime();
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      System.out.printf("open after %.1f s, %s%n", (System.nanoTime() - began) / 1e9, heap());
      var attempts = new AtomicLong();
      try (var outbox =
          new Outbox(
              live,
              store,
              (Hop hop, TlsLevel tls) -> new Nobody(attempts),
              new ReturnPaths(store),
              event -> {
                if (event instanceof Event.Failed) {
                  System.out.println(event);
                }
              },
              Clock.systemUTC())) {
        outbox.start();
        for (int i = argument(arguments, 3, 60); i > 0; i -= 10) {
          Thread.sleep(Duration.ofSeconds(10));
          System.out.printf("%,d attempts, %s%n", attempts.get(), heap());
        }
      }
      System.out.printf("%,d wait%n", store.queue().status().queued());
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  /** Two users, so that neither may have all connections. */
  private static TestConfig config() {
    return PostRoom.config().user(PostRoom.CAROL, "secret");
  }

  private static String heap() {
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    return "%d MiB of heap of %d".formatted(used >> 20, Runtime.getRuntime().maxMemory() >> 20);
  }

  private static void fill(Path folder, int deliveries, int letters) throws Exception {
    SqliteMailStore.open(folder, StoreContext.ALONE).close();
    var file = "jdbc:sqlite:" + folder.resolve("mail.db");
    try (var connection = DriverManager.getConnection(file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("BEGIN");
      var numbers =
          "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";
      statement.execute(
          numbers.formatted(deliveries / RECIPIENTS - 1)
              + """
              INSERT INTO message (id, copies, message_id, received_at, reverse_path, login,
                from_field, to_field, subject, date_field, ret, envid, size, content)
              SELECT i * 100 + 1, 0, 'm' || i, 0, 'alice@example.com', 'alice@example.com', '', '',
                '', '', '', '', 5, x'0d0a480d0a' FROM n\
              """);
      statement.execute(
          numbers.formatted(deliveries / RECIPIENTS - 1)
              + """
              INSERT INTO outgoing (message, first, copies, message_id, login, domain, policy,
                reverse_path, subject, size, ret, envid, requirements, queued_at, expires_at,
                mailbox, booked)
              SELECT i * 100 + 1, i * 100 + 1, 100, 'm' || i, 'alice@example.com', 'example.com',
                'team', 'alice@example.com', '', 5, '', '', '', %1$d, %2$d, 'alice@example.com', 5
              FROM n\
              """
                  .formatted(
                      System.currentTimeMillis(),
                      System.currentTimeMillis() + Duration.ofDays(5).toMillis()));
      var domain = "'" + "x".repeat(letters) + "d' || i || '.example'";
      statement.execute(
          numbers.formatted(deliveries - 1)
              + """
              INSERT INTO delivery (id, message, recipient, notify, orcpt, destination, lane, state,
                due, queued_at, attempts, warned, originator)
              SELECT i + 1, (i / 100) * 100 + 1, 'a@' || %1$s, '', '', %1$s, 'team|' || %1$s,
                'QUEUED', %2$d, %2$d, 0, 0, 'example.com alice@example.com' FROM n\
              """
                  .formatted(domain, System.currentTimeMillis()));
      statement.execute("UPDATE totals SET messages = 1, last_entry = 1000000000");
      statement.execute("COMMIT");
    }
  }

  private record Nobody(AtomicLong attempts) implements DeliveryClient {
    @Override
    public List<Attempt> attempt(OutboundMessage parcel) {
      attempts.incrementAndGet();
      return parcel.recipients().stream().map(_ -> ScriptedCouriers.nobodyThere()).toList();
    }

    @Override
    public void close() {}
  }
}
