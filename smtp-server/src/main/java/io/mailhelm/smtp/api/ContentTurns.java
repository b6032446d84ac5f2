package io.mailhelm.smtp.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A fair queue of work that waits for a thread: one line for each caller, and the lines are served
 * in turn. One caller has at most three quarters of the places, so that a newcomer finds one, and a
 * quarter while others wait. Thread-safe.
 */
final class ContentTurns {
  private static final Duration LATER = Duration.ofSeconds(2);

  private final int places;
  private final Map<String, Deque<Runnable>> lines = new LinkedHashMap<>();
  private int free;
  private int queued;

  /**
   * @param threads number of threads that take work; what they can take at once does not wait
   * @param places number of places for work that waits
   */
  ContentTurns(int threads, int places) {
    this.free = threads;
    this.places = places;
  }

  /**
   * Queues a piece of work.
   *
   * @throws ApiException 503 when all places are taken, 429 when the caller has its share of them
   */
  synchronized void add(String caller, Runnable work) {
    if (queued >= free) {
      require(caller);
    }
    lines.computeIfAbsent(caller, first -> new ArrayDeque<>()).add(work);
    queued++;
  }

  private void require(String caller) {
    if (queued - free >= places) {
      throw refusal(
          503, "Too many messages are being composed or opened: send this request again.");
    }
    var line = lines.get(caller);
    int own = line == null ? 0 : line.size();
    int share = own == queued ? places * 3 / 4 : places / 4;
    if (own >= Math.max(1, share)) {
      throw refusal(
          429,
          "You have %d messages that wait to be composed or opened: send fewer at once."
              .formatted(own));
    }
  }

  private static ApiException refusal(int status, String sentence) {
    return new ApiException(ProblemDetails.of(status, sentence), Optional.of(LATER));
  }

  /** The next piece of work, if there is one; its thread calls {@link #done} after it. */
  synchronized Optional<Runnable> next() {
    var lineOfTurn = lines.entrySet().iterator();
    if (!lineOfTurn.hasNext()) {
      return Optional.empty();
    }
    var turn = lineOfTurn.next();
    lineOfTurn.remove();
    var work = turn.getValue().remove();
    if (!turn.getValue().isEmpty()) {
      lines.put(turn.getKey(), turn.getValue()); // behind all others
    }
    queued--;
    free--;
    return Optional.of(work);
  }

  /** A thread is free again. */
  synchronized void done() {
    free++;
  }

  /**
   * Takes work back.
   *
   * @return whether it was still waiting
   */
  synchronized boolean remove(String caller, Runnable work) {
    var line = lines.get(caller);
    if (line == null || !line.remove(work)) {
      return false;
    }
    if (line.isEmpty()) {
      lines.remove(caller);
    }
    queued--;
    return true;
  }

  /** How many wait for a thread. */
  synchronized int waiting() {
    return Math.max(0, queued - free);
  }
}
