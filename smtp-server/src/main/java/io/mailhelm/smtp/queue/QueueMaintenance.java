package io.mailhelm.smtp.queue;

import io.mailhelm.config.Server;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.store.MailStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Does the work besides sending: it reads reports, and deletes old records in time. Reports have a
 * thread of their own: however many strangers send, nothing else waits for them.
 */
final class QueueMaintenance implements AutoCloseable {
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

  /** What cannot be read is tried again after so long. */
  private static final Duration READ_EVERY = Duration.ofMinutes(1);

  private final MailStore store;
  private final ReportReader reports;
  private final HeldTooLong tooLong;
  private final WorkerContext shared;
  private final Runnable released;
  private final PeriodicThread rounds = new PeriodicThread("chores", FORGET_EVERY, this::once);
  private final PeriodicThread reading = new PeriodicThread("reports", READ_EVERY, this::read);
  private Event.StoreChanged told = new Event.StoreChanged(true, true);
  private Instant forgot = Instant.MIN; // the chores' thread's
  private Instant judged = Instant.MIN; // the same
  private Optional<ConfigSnapshot> judgedBy = Optional.empty(); // the same

  /**
   * @param released told when something that was held may be sent
   */
  QueueMaintenance(MailStore store, ReportReader reports, WorkerContext shared, Runnable released) {
    this.store = store;
    this.reports = reports;
    this.shared = shared;
    this.released = released;
    this.tooLong = new HeldTooLong(shared);
  }

  void start() {
    rounds.start();
    reading.start();
  }

  /** A report may have come, or something else is declared. */
  void wake() {
    rounds.wake();
    reading.wake();
  }

  private interface Chore {
    void run() throws IOException;
  }

  private void read() {
    orSay(
        () -> {
          if (reports.readSome(this::say)) {
            reading.wake();
          }
        });
  }

  private void once() {
    orSay(this::judge);
    orSay(this::review);
    orSay(() -> tooLong.expire(server().retention().heldMail()));
    orSay(this::forget);
    orSay(this::warmUp);
    orSay(this::tellOfTheStore);
  }

  private void warmUp() {
    shared.warmUps().keep();
    shared.warmUps().news().forEach(shared.observer()::on);
  }

  private void tellOfTheStore() {
    var status = store.status();
    var now = new Event.StoreChanged(status.accepting(), status.acceptingLarge());
    if (!now.equals(told)) {
      told = now;
      shared.observer().on(now);
    }
  }

  /** Where a minute has passed, or something else is declared. */
  private void judge() {
    var now = shared.clock().instant();
    var by = shared.live().current();
    if (now.isBefore(judged) || !now.isBefore(judged.plus(FORGET_EVERY))) {
      shared.reputations().judgeAll();
      judged = now;
      judgedBy = Optional.of(by);
    } else if (judgedBy.filter(last -> last == by).isEmpty()) {
      shared.reputations().judgeChanged();
      judgedBy = Optional.of(by);
    }
  }

  private void review() {
    if (shared.holds().review()) {
      released.run();
    }
  }

  /** At most once a minute, however much mail wakes us; a clock set back counts as a minute. */
  private void forget() throws IOException {
    var now = shared.clock().instant();
    if (!now.isBefore(forgot) && now.isBefore(forgot.plus(FORGET_EVERY))) {
      return;
    }
    shared.queue().purge(now.minus(server().limits().deliveryHistory()));
    shared.suppressions().forget(now);
    store.forget(server().retention(), now);
    forgot = now; // after all of it: what failed is done at the next turn
  }

  private Server server() {
    return shared.live().current().config().server();
  }

  /**
   * The failure of a chore does not keep the others from being done, nor the same one the next
   * time.
   */
  private void orSay(Chore chore) {
    try {
      chore.run();
    } catch (Error e) {
      shared.faults().halt().now("chores", e);
    } catch (IOException | RuntimeException e) {
      say(e);
    }
  }

  private void say(Exception failure) {
    shared.observer().on(new Event.Failed(FailurePlace.CHORES, failure));
  }

  @Override
  public void close() {
    rounds.close();
    reading.close();
  }
}
