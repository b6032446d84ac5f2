package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.MailQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Corrects due times after the clock was set back, so that nothing waits longer than it would have.
 * One thread's.
 */
final class ClockSetBack {
  private final MailQueue queue;
  private final ClockSteps steps;
  private final Clock clock;
  private final Observer observer;
  private boolean started;

  ClockSetBack(MailQueue queue, ClockSteps steps, Clock clock, Observer observer) {
    this.queue = queue;
    this.steps = steps;
    this.clock = clock;
    this.observer = observer;
  }

  /**
   * Has what waits made due earlier where the clock was set back.
   *
   * @param rebase does so to what is in memory
   */
  void look(Consumer<Duration> rebase) {
    var back = started ? steps.back() : sinceLastRun();
    if (!back.isZero()) {
      queue.rebase(back);
    }
    started = true;
    steps.look(); // what is durable must not be done again
    if (!back.isZero()) {
      rebase.accept(back);
      observer.on(new Event.ClockSetBack(back));
    }
  }

  /** Rows of a time that is still to come: it was set back before this process began. */
  private Duration sinceLastRun() {
    var back =
        queue.latest().map(then -> Duration.between(clock.instant(), then)).orElse(Duration.ZERO);
    return back.compareTo(ClockSteps.LEAST) >= 0 ? back : Duration.ZERO;
  }
}
