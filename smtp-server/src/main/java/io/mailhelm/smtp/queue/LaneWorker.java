package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.store.LanePart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A worker: sends a lane's mail over one connection, as long as there is some. */
final class LaneWorker implements Runnable {
  /** After a fault of ours, such as a full disk, the lane is not tried again at once. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final LaneTurns turns;
  private final ActiveLane lane;
  private final Observer observer;
  private final Halt halt;
  private final StoreFaults store;
  private final LaneRun run;

  /** What it is to do next: it has a share of the connections. */
  private Optional<LanePart> part;

  LaneWorker(LaneTurns turns, WorkerContext delivering, ActiveLane lane, LanePart first) {
    this.turns = turns;
    this.lane = lane;
    this.observer = delivering.observer();
    this.halt = delivering.faults().halt();
    this.store = delivering.faults().store();
    this.run = delivering.begin(lane.name());
    this.part = Optional.of(first);
  }

  @Override
  public void run() {
    var pause = Duration.ZERO;
    try (run) {
      while (turns.awaitTurn(lane)) {
        if (part.isEmpty()) {
          part = turns.next(lane);
        }
        if (part.isPresent()) {
          work(part.get());
        } else {
          part = turns.awaitMore(lane);
          if (part.isEmpty()) {
            return;
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (store.isNews(e)) {
        observer.on(new Event.Failed(FailurePlace.DELIVERY, e));
      }
      pause = AFTER_FAILURE;
    } catch (Error e) {
      halt.now("sending mail", e);
      pause = AFTER_FAILURE;
    } finally {
      part.ifPresent(turns::giveBack);
      turns.ended(this, lane, pause);
    }
  }

  private void work(LanePart of) {
    var leased = run.lease(of);
    part = Optional.empty();
    if (leased.isEmpty()) {
      turns.unused(lane, of);
      return;
    }
    turns.found(lane);
    var outcomes = List.<Attempt>of();
    try {
      outcomes = run.deliver(leased.get());
      if (LaneRun.isNobodyThere(outcomes)) {
        turns.seesToAll(lane);
        run.deferRest(outcomes.getFirst());
      }
    } finally {
      turns.finished(lane, of, outcomes);
    }
  }

  /** Ends the attempt under way. */
  void cut() {
    run.cut();
  }
}
