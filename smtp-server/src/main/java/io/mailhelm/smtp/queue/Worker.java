package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Halt;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** One connection's worth of work in a lane, as long as there is some. */
final class Worker implements Runnable {
  /** What goes wrong inside us, such as a disk that is full, is not tried again at once. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final Dispatcher dispatcher;
  private final Traffic traffic;
  private final Observer observer;
  private final Halt halt;
  private final Run run;

  Worker(Dispatcher dispatcher, Delivering delivering, Traffic traffic) {
    this.dispatcher = dispatcher;
    this.traffic = traffic;
    this.observer = delivering.observer();
    this.halt = delivering.faults().halt();
    this.run = delivering.begin(traffic.lane);
  }

  @Override
  public void run() {
    var pause = Duration.ZERO;
    try (run) {
      while (dispatcher.awaitTurn(traffic)) {
        long asked = dispatcher.asked();
        var whose = new HashSet<Shares.Holder>();
        switch (run.lease(leased -> dispatcher.mayBegin(traffic, leased, whose))) {
          case Run.Found.Something(var leased) -> deliver(leased);
          case Run.Found.OthersFirst _ -> {
            dispatcher.crowdedOut(traffic, asked, whose);
            return;
          }
          case Run.Found.Nothing _ -> {
            if (!dispatcher.awaitMore(traffic)) {
              return;
            }
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      observer.on(new Event.Failed("delivery", e));
      pause = AFTER_FAILURE;
    } catch (Error e) {
      halt.now("sending mail", e);
      pause = AFTER_FAILURE;
    } finally {
      dispatcher.ended(this, traffic, pause);
    }
  }

  private void deliver(Leased leased) {
    dispatcher.found(traffic);
    var outcomes = List.<Attempt>of();
    try {
      outcomes = run.deliver(leased);
    } finally {
      dispatcher.finished(traffic, leased, outcomes);
    }
  }

  /** Ends the attempt under way. */
  void cut() {
    run.cut();
  }
}
