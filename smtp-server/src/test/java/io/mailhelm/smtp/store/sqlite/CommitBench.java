package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.StoreContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * How many messages a second the store makes durable, without any SMTP: {@code CommitBench FOLDER
 * [THREADS OCTETS SECONDS ROUNDS]}. The folder must be on the disk to be measured.
 */
final class CommitBench {
  private CommitBench() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory(Path.of(arguments[0]), "commit-bench");
    var threads = argument(arguments, 1, 20);
    var body = new byte[argument(arguments, 2, 1024)];
    var seconds = argument(arguments, 3, 5);
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      for (int round = 1; round <= argument(arguments, 4, 4); round++) {
        round(store, threads, body, seconds, round);
      }
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static void round(MailStore store, int threads, byte[] body, int seconds, int round)
      throws InterruptedException {
    var committed = new LongAdder();
    var done = new CountDownLatch(threads);
    var cpu = cpuNanos();
    var start = System.nanoTime();
    var end = start + seconds * 1_000_000_000L;
    IntStream.range(0, threads)
        .forEach(
            each ->
                Thread.startVirtualThread(
                    () -> {
                      while (System.nanoTime() < end) {
                        Messages.in(store)
                            .body(body)
                            .receivedAt(Instant.now())
                            .mailbox("mailbox" + each)
                            .commit();
                        committed.increment();
                      }
                      done.countDown();
                    }));
    done.await();
    var elapsed = (System.nanoTime() - start) / 1e9;
    var cpuMillis = (cpuNanos() - cpu) / 1e6;
    System.out.printf(
        "round %d: %,.0f commits/s, %.3f CPU s per 1,000%n",
        round, committed.sum() / elapsed, cpuMillis / committed.sum());
  }

  private static long cpuNanos() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
  }
}
