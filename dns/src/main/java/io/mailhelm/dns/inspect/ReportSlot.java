package io.mailhelm.dns.inspect;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A place in a report for one answer, with a default where none comes. For one thread, except that
 * the question is asked on another.
 */
final class ReportSlot<T> {
  private final Supplier<T> work;
  private final Function<String, T> otherwise;
  private T value;

  /**
   * @param otherwise makes the default from the reason why there is no answer
   */
  ReportSlot(Supplier<T> work, Function<String, T> otherwise) {
    this.work = work;
    this.otherwise = otherwise;
    this.value = otherwise.apply(ReportQuestions.NO_TIME);
  }

  T value() {
    return value;
  }

  /** Asks, and returns what to do with the answer once it is certain that it came in time. */
  private Runnable ask() {
    T found;
    try {
      found = work.get();
    } catch (RuntimeException e) { // what strangers publish may not cost the rest of the report
      found = otherwise.apply("an answer that cannot be read: " + e);
    }
    var answer = found;
    return () -> value = answer;
  }

  /**
   * Fills all slots, each on a thread of its own, until the time is over. Late answers are left
   * out.
   */
  static void fill(Collection<ReportSlot<?>> slots, long milliseconds) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads
          .invokeAll(
              slots.stream().map(slot -> (Callable<Runnable>) slot::ask).toList(),
              milliseconds,
              TimeUnit.MILLISECONDS)
          .stream()
          .filter(answer -> answer.state() == Future.State.SUCCESS)
          .forEach(answer -> answer.resultNow().run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
