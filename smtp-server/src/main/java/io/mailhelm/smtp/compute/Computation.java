package io.mailhelm.smtp.compute;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Kinds of work that take milliseconds of a processor. A virtual thread that did such work itself
 * would keep its carrier meanwhile, and with it the sessions of many clients; so each kind has
 * platform threads of its own, as many as there are processors, which the system shares out. One
 * kind does not wait for another. Thread-safe.
 */
public enum Computation {
  /** The private key's part of a TLS handshake, on either side. */
  HANDSHAKES,
  /** Stretching a password. */
  PASSWORDS,
  /** Hashing and signing what leaves. */
  SIGNATURES;

  private static final long IDLE_SECONDS = 30;
  private final ExecutorService threads = threads(name().toLowerCase(Locale.ROOT));

  private static ExecutorService threads(String name) {
    int most = Runtime.getRuntime().availableProcessors();
    var pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("compute-" + name + "-", 1).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Does it, and returns when it is done; those who ask are served in turn. A platform thread does
   * it itself: it keeps no carrier.
   *
   * @throws Exception what {@code work} throws
   */
  public <R> R of(Callable<R> work) throws Exception {
    if (!Thread.currentThread().isVirtual()) {
      return work.call();
    }
    var task = threads.submit(work);
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

  /** The same for work that throws nothing that must be declared. */
  public <R> R ofUnfailing(Supplier<R> work) {
    try {
      return of(work::get);
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
