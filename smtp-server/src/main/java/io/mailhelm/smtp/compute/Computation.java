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
 * Runs work that takes milliseconds of a processor, each kind on platform threads of its own. A
 * virtual thread that did such work itself would occupy its carrier meanwhile, and hold up the
 * sessions of many clients. Each kind has as many threads as there are processors, which the system
 * shares out. One kind does not wait for another, and within a kind those it is done for take
 * turns, however much each has to do. The queue is bounded by the threads that ask: each waits for
 * its result. Thread-safe.
 */
public enum Computation {
  /** Key agreement and signatures of TLS handshakes with clients. */
  INCOMING_HANDSHAKES,
  /** The same with a server that we send to. */
  OUTGOING_HANDSHAKES,
  /** Checking what users' mail says. */
  CONTENT,
  /** Deriving keys from passwords. */
  PASSWORDS,
  /** Hashing and signing outgoing mail. */
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
   * Does the work and returns its result; those who ask are served in turn. A platform thread does
   * it itself: it occupies no carrier.
   *
   * @param who whom the work is for, such as a client's address; each takes turns as one
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

  /**
   * Every piece of work is a task that waits for a thread; {@link WorkTurns} decides which is next.
   */
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
