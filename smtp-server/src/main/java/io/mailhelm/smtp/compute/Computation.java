package io.mailhelm.smtp.compute;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Kinds of work that take milliseconds of a processor. A virtual thread that did such work itself
 * would keep its carrier meanwhile, and with it the sessions of many clients; so each kind has
 * platform threads of its own, as many as there are processors, which the system shares out. One
 * kind does not wait for another, and within a kind those it is done for take turns, whoever has
 * more to do. What waits is bounded by who waits: each thread that asks waits for its answer.
 * Thread-safe.
 */
public enum Computation {
  /** What is agreed and signed in a TLS handshake with a client. */
  INCOMING_HANDSHAKES,
  /** The same with a server that we send to. */
  OUTGOING_HANDSHAKES,
  /** Stretching a password. */
  PASSWORDS,
  /** Hashing and signing what leaves. */
  SIGNATURES;

  private static final long IDLE_SECONDS = 30;
  private final WorkTurns<Runnable> turns = new WorkTurns<>(processors());
  private final ExecutorService threads = threads(name().toLowerCase(Locale.ROOT));

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static ExecutorService threads(String name) {
    var pool =
        new ThreadPoolExecutor(
            processors(),
            processors(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform()
                .name("compute-" + name.replace('_', '-') + "-", 1)
                .daemon()
                .factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Does it, and returns when it is done; those who ask are served in turn. A platform thread does
   * it itself: it keeps no carrier.
   *
   * @param who it is for, and takes turns with others as one: an address, for one
   * @throws Exception what {@code work} throws
   */
  public <R> R of(String who, Callable<R> work) throws Exception {
    if (!Thread.currentThread().isVirtual()) {
      return work.call();
    }
    var task = new FutureTask<R>(work);
    turns.add(who, task); // never closed
    threads.execute(this::next);
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    }
  }

  /** As many pieces of work as there are wait for a thread; which one is next, the turns say. */
  private void next() {
    var turn = turns.take().orElseThrow();
    try {
      turn.work().run();
    } finally {
      turns.done(turn.who());
    }
  }

  /** The same for the server itself, first come, first served. */
  public <R> R of(Callable<R> work) throws Exception {
    return of("", work);
  }

  /** The same for work that throws nothing that must be declared. */
  public <R> R ofUnfailing(Supplier<R> work) {
    return ofUnfailing("", work);
  }

  /**
   * The same for somebody.
   *
   * @param who as in {@link #of(String, Callable)}
   */
  public <R> R ofUnfailing(String who, Supplier<R> work) {
    try {
      return of(who, work::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another thread computed", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
