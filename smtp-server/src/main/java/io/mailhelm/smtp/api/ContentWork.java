package io.mailhelm.smtp.api;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where messages are composed, and stored ones are opened, for the APIs: a few platform threads,
 * because such work never waits and would keep the carriers of all virtual threads, those of SMTP
 * among them. Whoever asks waits on a thread of the APIs, of which there are three times as many.
 */
@Singleton
public final class ContentWork {
  /** How many wait at once; more: 503. */
  public static final int MOST_WAITING = 64;

  private static final Duration LATER = Duration.ofSeconds(2);

  private final ThreadPoolExecutor threads;

  ContentWork() {
    this(Math.max(2, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING);
  }

  /**
   * @param size threads
   * @param waiting pieces of work that wait for one; more are refused
   */
  ContentWork(int size, int waiting) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().name("content-", 1).daemon().factory());
  }

  /**
   * Does a piece of work and waits for what comes of it.
   *
   * @param work what it throws is thrown here, as it is
   * @throws ApiException 503 when too many wait already
   */
  public <T> T run(Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw new ApiException(
          ProblemDetails.of(
              503, "Too many messages are being composed or opened: send this request again."),
          Optional.of(LATER));
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static Exception thrown(Throwable cause) {
    return switch (cause) {
      case Exception exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException(cause);
    };
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
