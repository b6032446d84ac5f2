package io.mailhelm.watch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Keeps one task for each domain that is followed, by {@code metadata.name} of its MailDomain. Any
 * thread.
 *
 * @param <S> what the task has to know of a domain
 */
final class DomainTasks<S, T extends DomainTasks.Task<S>> implements AutoCloseable {
  private final BiFunction<String, S, T> start;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, T> tasks = new HashMap<>();
  private boolean closed;

  /** The task of one domain, which runs until it is closed. */
  interface Task<S> extends AutoCloseable {
    /** Tells the task what it has to know from now on. */
    void follow(S now);

    @Override
    void close();
  }

  DomainTasks(BiFunction<String, S, T> start) {
    this.start = start;
  }

  /** Follows these domains: tasks of new ones start, and those of others end. */
  void follow(Map<String, S> subjects) {
    lock.lock();
    try {
      tasks.keySet().stream()
          .filter(name -> closed || !subjects.containsKey(name))
          .toList()
          .forEach(name -> tasks.remove(name).close());
      if (!closed) {
        subjects.forEach(
            (name, now) -> tasks.computeIfAbsent(name, any -> start.apply(name, now)).follow(now));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The values that the tasks know, where they know one. */
  <V> Map<String, V> known(Function<T, Optional<V>> value) {
    lock.lock();
    try {
      var known = new HashMap<String, V>();
      tasks.forEach((name, task) -> value.apply(task).ifPresent(any -> known.put(name, any)));
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all tasks for good. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      follow(Map.of());
    } finally {
      lock.unlock();
    }
  }
}
