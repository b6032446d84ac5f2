package io.mailhelm.smtp.compute;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fair queue of work that waits for a thread. Those it is for take turns: the one served last
 * comes after all others that wait, and the number that one has under way is limited. Thread-safe.
 */
public final class WorkTurns<T> {
  private final int mostOfOne;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** In the order of their turns; nobody's is empty. */
  private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

  private final Map<String, Integer> underWay = new HashMap<>();
  private boolean closed;

  /** A piece of work whose turn it is, and for whom. */
  public record Turn<T>(String who, T work) {}

  /**
   * @param mostOfOne pieces of work for one that are under way at once
   */
  public WorkTurns(int mostOfOne) {
    this.mostOfOne = mostOfOne;
  }

  /**
   * Waits behind what else there is for {@code who}.
   *
   * @return whether it will have its turn; not when this is closed
   */
  public boolean add(String who, T work) {
    lock.lock();
    try {
      if (!closed) {
        waiting.computeIfAbsent(who, _ -> new ArrayDeque<>()).add(work);
        changed.signalAll();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next piece of work, as soon as there is one; {@link #done} follows. Empty: it is closed and
   * nothing is left to begin.
   */
  public Optional<Turn<T>> take() {
    lock.lock();
    try {
      var next = poll();
      while (next.isEmpty() && !(closed && waiting.isEmpty())) {
        changed.awaitUninterruptibly();
        next = poll();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Turn<T>> poll() {
    var first =
        waiting.keySet().stream()
            .filter(who -> underWay.getOrDefault(who, 0) < mostOfOne)
            .findFirst();
    return first.map(this::begin);
  }

  private Turn<T> begin(String who) {
    var own = waiting.remove(who);
    var work = own.remove();
    if (!own.isEmpty()) {
      waiting.put(who, own);
    }
    underWay.merge(who, 1, Integer::sum);
    return new Turn<>(who, work);
  }

  /** A piece of work that was taken has ended. */
  public void done(String who) {
    lock.lock();
    try {
      underWay.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more in; what waits is still done. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
