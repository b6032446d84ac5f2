package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.StoreContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How many deliveries a second the store takes in, and hands out and settles, without any SMTP:
 * {@code QueueBench FOLDER [THREADS MESSAGES LANES OCTETS ROUNDS]}. The folder must be on the disk
 * to be measured.
 */
final class QueueBench {
  private QueueBench() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory(Path.of(arguments[0]), "queue-bench");
    var threads = argument(arguments, 1, 20);
    var messages = argument(arguments, 2, 10_000);
    var lanes = argument(arguments, 3, 1);
    var body = new byte[argument(arguments, 4, 1024)];
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      for (int round = 1; round <= argument(arguments, 5, 4); round++) {
        var next = new AtomicInteger();
        measure("commit", messages, threads, () -> fill(store, next, messages, lanes, body));
        measure("lease, open, settle", messages, threads, () -> drain(store));
      }
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static void fill(
      MailStore store, AtomicInteger next, int messages, int lanes, byte[] body) {
    for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
      var domain = "d" + i % lanes + ".example";
      Messages.in(store).receivedAt(Instant.now()).body(body).delivery("a@" + domain).commit();
    }
  }

  private static void drain(MailStore store) {
    var queue = store.queue();
    while (true) {
      var now = Instant.now();
      var lanes = queue.due(now, 20);
      if (lanes.isEmpty()) {
        return;
      }
      var lane = lanes.get(Math.floorMod(System.identityHashCode(new Object()), lanes.size()));
      var leased = queue.lease(lane, now, (_, _) -> 100);
      if (leased.isEmpty()) {
        continue;
      }
      try (var in = queue.open(leased.get())) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      queue.settle(
          leased.get().deliveries().stream().map(each -> delivered(each, now)).toList(),
          List.of(),
          List.of());
    }
  }

  private static Settlement delivered(Delivery delivery, Instant now) {
    var attempt =
        new Attempt(
            now,
            Duration.ofMillis(5),
            Attempt.Outcome.DELIVERED,
            "mx.elsewhere.example",
            "192.0.2.1:25",
            "TLSv1.3 unverified",
            250,
            "2.0.0",
            "2.0.0 Ok: queued as 4bXyZ1234");
    return new Settlement(delivery.id(), Delivery.State.DELIVERED, now, attempt, false);
  }

  private static void measure(String what, int messages, int threads, Runnable work)
      throws InterruptedException {
    var done = new CountDownLatch(threads);
    var cpu = cpuNanos();
    var start = System.nanoTime();
    IntStream.range(0, threads)
        .forEach(
            _ ->
                Thread.startVirtualThread(
                    () -> {
                      work.run();
                      done.countDown();
                    }));
    done.await();
    var seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %,.0f/s, %.3f CPU s per 1,000%n",
        what, messages / seconds, (cpuNanos() - cpu) / 1e6 / messages);
  }

  private static long cpuNanos() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
  }
}
