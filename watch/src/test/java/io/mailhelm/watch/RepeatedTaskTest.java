package io.mailhelm.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepeatedTaskTest {
  private final CountingListener listener = new CountingListener();

  @Test
  void whatFailsAgainAndAgainIsTriedEverMoreSeldomAndNotAllAtTheSameMoment() {
    assertThat(afterFailures(1)).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
    assertThat(afterFailures(3)).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(22));
    assertThat(afterFailures(Integer.MAX_VALUE))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    assertThat(Stream.generate(() -> afterFailures(1)).limit(100).distinct()).hasSizeGreaterThan(1);
  }

  private static Duration afterFailures(int inARow) {
    return RepeatedTask.afterFailures(inARow, new Random());
  }

  @Test
  void oneThatWaitsGoesOnAtOnceWhenItIsToldToAlsoAfterAFailure() {
    var runs = new AtomicInteger();
    try (var task =
        RepeatedTask.start(
            TaskKind.DNS,
            "test",
            mine -> {
              if (runs.incrementAndGet() == 1) {
                throw new IOException("a fault");
              }
              return Duration.ofHours(1);
            },
            listener)) {
      await().until(() -> listener.failures.get() == 1);
      task.runNow();
      await().until(() -> runs.get() == 2);
      task.runNow();
      await().until(() -> runs.get() == 3);
    }
  }

  @Test
  void whatFailsOfOneThatIsClosedIsNoNews() {
    var closed = new CompletableFuture<Boolean>();
    var tasks = new CompletableFuture<Thread>();
    try (var task =
        RepeatedTask.start(
            TaskKind.DNS,
            "test",
            mine -> {
              tasks.complete(Thread.currentThread());
              closed.join();
              throw new IllegalStateException("what it asked is gone");
            },
            listener)) {
      var thread = tasks.join();
      task.close();
      closed.complete(true);
      await().until(() -> !thread.isAlive());
    }
    assertThat(listener.failures).hasValue(0);
  }

  /** It would keep a carrier thread for good: with two cores, two domains stop everything. */
  @Test
  void oneThatAsksForTheNextTimeAtOnceDoesNotGoRound() throws Exception {
    var runs = new CountDownLatch(1000);
    try (var task =
        RepeatedTask.start(
            TaskKind.DNS,
            "test",
            mine -> {
              runs.countDown();
              return Duration.ZERO;
            },
            listener)) {
      assertThat(runs.await(1, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(runs.getCount()).isLessThan(1000);
  }

  @Test
  void anErrorEndsItAndIsTold() {
    var ended = new CompletableFuture<String>();
    var telling =
        new CountingListener() {
          @Override
          public void ended(String task, Error error) {
            ended.complete(task);
          }
        };
    try (var task =
        RepeatedTask.start(
            TaskKind.DNS,
            "test",
            mine -> {
              throw new StackOverflowError();
            },
            telling)) {
      assertThat(ended).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("dns of test");
    }
  }
}
