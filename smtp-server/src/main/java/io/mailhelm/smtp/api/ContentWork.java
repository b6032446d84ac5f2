package io.mailhelm.smtp.api;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Composes messages, and opens stored ones, for the APIs on a few platform threads: such work never
 * blocks and would occupy the carriers of all virtual threads, those of SMTP among them. The
 * request waits meanwhile on a thread of the APIs, of which there are twice as many. Callers are
 * served in turn; work of a caller who has left is not begun.
 */
@Singleton
public final class ContentWork {
  /**
   * How many requests may wait at once; more are answered with 503. Three quarters of them, which
   * one caller may have, are as many requests as one may send at once.
   */
  public static final int MOST_WAITING = 88;

  private final ContentTurns turns;
  private final ThreadPoolExecutor threads;

  ContentWork() {
    this(Math.max(2, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING);
  }

  /**
   * @param size threads
   * @param waiting pieces of work that wait for one; more are refused
   */
  ContentWork(int size, int waiting) {
    turns = new ContentTurns(size, waiting);
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the places
            Thread.ofPlatform().name("content-", 1).daemon().factory());
  }

  /**
   * Does a piece of work and waits for its result.
   *
   * @param requester whose turn it takes; it may leave meanwhile
   * @param work what it throws is thrown here, as it is; where it is long, it asks the requester
   *     from time to time whether it is still wanted
   * @throws ApiException 503 when too many wait already or the requester has left, 429 when too
   *     many of the same caller wait
   */
  public <T> T run(OpenRequest requester, Callable<T> work) throws Exception {
    var task =
        new FutureTask<T>(
            () -> {
              requester.requireHere();
              return work.call();
            });
    turns.add(requester.name(), task);
    threads.execute(this::takeTurn);
    requester.whenLeft(() -> takeBack(requester, task));
    try {
      return task.get();
    } catch (InterruptedException e) {
      takeBack(requester, task);
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw e;
    } catch (CancellationException e) {
      requester.requireHere();
      throw e;
    } catch (ExecutionException e) {
      requester.requireHere();
      throw thrown(e.getCause());
    }
  }

  /** Only what has not begun: the request's memory is held until what has begun ends. */
  private void takeBack(OpenRequest requester, FutureTask<?> task) {
    if (turns.remove(requester.name(), task)) {
      threads.getQueue().poll(); // one turn is as good as another
      task.cancel(false);
    }
  }

  /** As often as work was added, or oftener where some was taken back meanwhile. */
  private void takeTurn() {
    turns
        .next()
        .ifPresent(
            work -> {
              try {
                work.run();
              } finally {
                turns.done();
              }
            });
  }

  /** How many wait for a thread. */
  public int waiting() {
    return turns.waiting();
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
