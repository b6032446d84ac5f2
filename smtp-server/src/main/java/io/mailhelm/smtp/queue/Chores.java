package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.MailStore;
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
  private Event.StoreChanged told = new Event.StoreChanged(true, true);
  private boolean woken;
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
      woken = true;
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
      if (!woken && !closed) {
        news.await(MINUTES, TimeUnit.MINUTES);
      }
      woken = false;
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
    orSay(this::tellOfTheStore);
  }

  private void tellOfTheStore() {
    var status = store.status();
    var now = new Event.StoreChanged(status.accepting(), status.acceptingLarge());
    if (!now.equals(told)) {
      told = now;
      observer.on(now);
    }
  }

  private void forget() throws IOException {
    var server = live.current().config().server();
    store.queue().purge(clock.instant().minus(server.limits().deliveryHistory()));
    store.forget(server.retention(), clock.instant());
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
