package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.Halt;
import java.time.Duration;

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
        var consignment = run.lease();
        if (consignment.isPresent()) {
          dispatcher.found(traffic);
          run.deliver(consignment.get());
        } else if (!dispatcher.awaitMore(traffic)) {
          break;
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

  /** Ends the attempt under way. */
  void cut() {
    run.cut();
  }
}
