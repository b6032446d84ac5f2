package io.mailhelm.dns.inspect;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A place in a report that is filled as answers come, and has something to say where none does. */
final class Slot<T> {
  private final Supplier<T> work;
  private final Function<String, T> otherwise;
  private volatile T value;

  /**
   * @param otherwise what is said without an answer, by the reason
   */
  Slot(Supplier<T> work, Function<String, T> otherwise) {
    this.work = work;
    this.otherwise = otherwise;
    this.value = otherwise.apply(Asked.NO_TIME);
  }

  T value() {
    return value;
  }

  private Void fill() {
    try {
      value = work.get();
    } catch (RuntimeException e) { // what strangers publish may not cost the rest of the report
      value = otherwise.apply("an answer that cannot be read: " + e);
    }
    return null;
  }

  /** Fills all of them, a thread each, until the time is over. */
  static void fill(Collection<Slot<?>> slots, long milliseconds) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(
          slots.stream().map(slot -> (Callable<Void>) slot::fill).toList(),
          milliseconds,
          TimeUnit.MILLISECONDS);
      threads.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
