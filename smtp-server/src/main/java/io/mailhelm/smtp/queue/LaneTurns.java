package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The dispatcher as workers see it: they ask whose turn it is in a lane, and report outcomes.
 * Thread-safe, by the dispatcher's lock.
 */
final class LaneTurns {
  /** How long a connection without work is kept for mail that may come. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Dispatcher dispatcher;
  private final LaneLimits limits;
  private final MailQueue queue;
  private final Clock clock;
  private final ReentrantLock lock;
  private final ActiveLanes lanes;
  private final Admission admission;

  LaneTurns(
      Dispatcher dispatcher,
      WorkerContext delivering,
      ReentrantLock lock,
      ActiveLanes lanes,
      Admission admission) {
    this.dispatcher = dispatcher;
    this.limits = delivering.limits();
    this.queue = delivering.queue();
    this.clock = delivering.clock();
    this.lock = lock;
    this.lanes = lanes;
    this.admission = admission;
  }

  private interface Step<R> {
    R run() throws InterruptedException;
  }

  private <R> R locked(Step<R> step) throws InterruptedException {
    lock.lock();
    try {
      return step.run();
    } finally {
      lock.unlock();
    }
  }

  private void locking(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  private void changed(ActiveLane lane) {
    lanes.changed(lane, clock.instant());
    dispatcher.tell();
  }

  /**
   * Waits until the lane's rate allows a message more.
   *
   * @return false when the worker should end: for now, or because the lane may have fewer
   */
  boolean awaitTurn(ActiveLane lane) throws InterruptedException {
    return locked(
        () -> {
          while (!dispatcher.isStopping() && lane.working() <= limits.connections(lane.key())) {
            var perMinute = limits.perMinute(lane.key());
            var wait =
                perMinute.isEmpty()
                    ? Duration.ZERO
                    : lane.takeTurn(clock.instant(), perMinute.get());
            if (wait.isZero()) {
              return true;
            }
            if (wait.compareTo(LINGER) > 0) {
              lane.pause(clock.instant().plus(wait));
              changed(lane);
              return false;
            }
            lane.await(wait);
          }
          return false;
        });
  }

  /**
   * The part of a lane that has been due longest, of those with a share of the connections left.
   * The worker that gets it calls {@link #giveBack}, {@link #unused} or {@link #finished}.
   */
  Optional<LanePart> next(ActiveLane lane) throws InterruptedException {
    return locked(
        () -> {
          var now = clock.instant();
          var part = Optional.<LanePart>empty();
          do {
            part = dispatcher.isStopping() ? Optional.empty() : queue.due(lane.name(), now);
          } while (part.isPresent() && !admission.admitNext(part.get()));
          return part;
        });
  }

  /**
   * A worker has nothing to do: it waits a little for more.
   *
   * @return empty when it should end
   */
  Optional<LanePart> awaitMore(ActiveLane lane) throws InterruptedException {
    return locked(
        () -> {
          lane.rest(clock.instant());
          changed(lane);
          long left = LINGER.toNanos();
          while (left > 0 && !dispatcher.isStopping()) {
            left = lane.awaitCall(left);
          }
          var part = lane.rise();
          changed(lane);
          if (dispatcher.isStopping()) {
            part.ifPresent(admission::release);
            return Optional.empty();
          }
          return part;
        });
  }

  /** A worker found something: there may be more, for another one. */
  void found(ActiveLane lane) {
    locking(
        () -> {
          lane.found();
          changed(lane);
        });
  }

  /** A worker had no turn for what was due. */
  void giveBack(LanePart part) {
    locking(
        () -> {
          admission.release(part);
          dispatcher.tell();
        });
  }

  /** What was due was not there: the turn is free again. */
  void unused(ActiveLane lane, LanePart part) {
    locking(
        () -> {
          admission.release(part);
          lane.unused(clock.instant());
          dispatcher.tell();
        });
  }

  /** No server is there: a worker defers all of the lane, and no other is set to it meanwhile. */
  void seesToAll(ActiveLane lane) {
    locking(
        () -> {
          admission.resume(lane.name());
          lane.reserve();
          changed(lane);
        });
  }

  /**
   * A worker has finished the mail that it had leased.
   *
   * @param outcomes what came of it; none when it was given back
   */
  void finished(ActiveLane lane, LanePart part, List<Attempt> outcomes) {
    locking(
        () -> {
          if (!outcomes.isEmpty()) {
            admission.attempted(lane.name(), outcomes);
            limits.attempted(lane.key(), outcomes, clock.instant());
          }
          admission.release(part);
          lane.found();
          changed(lane);
        });
  }

  /** A worker has ended; nothing is begun in its lane for {@code pause}. */
  void ended(LaneWorker worker, ActiveLane lane, Duration pause) {
    locking(
        () -> {
          lane.ended();
          if (!pause.isZero()) {
            lane.pause(clock.instant().plus(pause));
          }
          lanes.changed(lane, clock.instant());
          dispatcher.ended(worker);
        });
  }
}
