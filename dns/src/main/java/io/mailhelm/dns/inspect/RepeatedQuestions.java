package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Asks each question only once, so that a report never contradicts itself. */
final class RepeatedQuestions<K, T> {
  private final ConcurrentHashMap<K, FutureTask<DnsAnswer<T>>> asked = new ConcurrentHashMap<>();
  private final Semaphore atOnce;
  private final Function<K, DnsAnswer<T>> ask;

  /**
   * @param atOnce how many questions may be asked in parallel
   */
  RepeatedQuestions(Semaphore atOnce, Function<K, DnsAnswer<T>> ask) {
    this.atOnce = atOnce;
    this.ask = ask;
  }

  DnsAnswer<T> get(K key) {
    var mine = new FutureTask<DnsAnswer<T>>(() -> permitted(key));
    var first = asked.putIfAbsent(key, mine);
    if (first == null) {
      mine.run();
    }
    try {
      return (first == null ? mine : first).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DnsAnswer.Unavailable<>(ReportQuestions.NO_TIME);
    } catch (CancellationException | ExecutionException e) {
      return new DnsAnswer.Unavailable<>("an answer that cannot be read: " + e.getMessage());
    }
  }

  private DnsAnswer<T> permitted(K key) {
    try {
      atOnce.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DnsAnswer.Unavailable<>(ReportQuestions.NO_TIME);
    }
    try {
      return ask.apply(key);
    } finally {
      atOnce.release();
    }
  }
}
