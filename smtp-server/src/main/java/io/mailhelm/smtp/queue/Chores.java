package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Suppressions;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What has to be done besides sending: reports are read, what is over is forgotten in time. */
final class Chores implements AutoCloseable {
  private static final long MINUTES = 1;
  private final LiveConfig live;
  private final MailStore store;
  private final ReportReader reports;
  private final Observer observer;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean told;
  private boolean closed;

  Chores(LiveConfig live, MailStore store, ReportReader reports, Observer observer, Clock clock) {
    this.live = live;
    this.store = store;
    this.reports = reports;
    this.observer = observer;
    this.clock = clock;
  }

  void start() {
    Thread.ofVirtual().name("chores").start(this::run);
  }

  /** A report may have come. */
  void wake() {
    lock.lock();
    try {
      told = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitTurn()) {
        once();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody interrupts it but the end of the process
    }
  }

  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      if (!told && !closed) {
        news.await(MINUTES, TimeUnit.MINUTES);
      }
      told = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private interface Chore {
    void run() throws IOException;
  }

  private void once() {
    orSay(reports::readAll);
    orSay(this::forget);
  }

  private void forget() {
    var history = live.current().config().server().limits().deliveryHistory();
    store.queue().purge(clock.instant().minus(history));
    store.suppressions().forgetRelayed(clock.instant().minus(Suppressions.CONFIRMED_WITHIN));
  }

  /** What goes wrong with one chore keeps none from being done, nor the same from the next time. */
  private void orSay(Chore chore) {
    try {
      chore.run();
    } catch (IOException | RuntimeException | Error e) {
      observer.on(new Event.Failed("chores", e));
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }
}
