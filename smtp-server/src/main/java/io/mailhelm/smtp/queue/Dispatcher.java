package io.mailhelm.smtp.queue;

import io.mailhelm.config.Provider;
import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.threads.VitalThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Starts workers for lanes with mail that is due: in each lane as many as its policy allows
 * connections, in all as many as the server allows. It asks the store for lanes, never for
 * deliveries, and suspends there what must wait: so ten thousand destinations that wait cost
 * nothing here. Workers talk to it by their {@link LaneTurns}.
 */
final class Dispatcher implements AutoCloseable {
  /** Lanes asked for at once. */
  private static final int AT_ONCE = 100;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  /** How long the workers have to notice that their connections were cut. */
  private static final Duration CUT = Duration.ofSeconds(5);

  private final WorkerContext delivering;
  private final LiveConfig live;
  private final MailQueue queue;
  private final Observer observer;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition gone = lock.newCondition();
  private final ActiveLanes lanes;
  private final Admission admission;
  private final ClockSetBack clockSetBack;
  private final LaneTurns turns;
  private final Set<LaneWorker> workers = new HashSet<>();

  /** By what it was dispatched last. */
  private Optional<ConfigSnapshot> by = Optional.empty();

  private boolean told;
  private boolean stopping;

  /**
   * @param delivering makes the attempts
   * @param steps of the clock
   */
  Dispatcher(WorkerContext delivering, ClockSteps steps) {
    this.delivering = delivering;
    this.live = delivering.live();
    this.queue = delivering.queue();
    this.observer = delivering.observer();
    this.clock = delivering.clock();
    var shares = new Shares();
    lanes = new ActiveLanes(delivering.limits(), queue, shares::isAnswering, lock::newCondition);
    admission = new Admission(live, queue, shares, lanes);
    clockSetBack = new ClockSetBack(queue, steps, clock, observer);
    turns = new LaneTurns(this, delivering, lock, lanes, admission);
  }

  /** Begins to send. */
  void start() {
    queue.resumeAll(); // what one before this left out
    VitalThread.start(Thread.ofVirtual(), "queue", this::run);
  }

  /** Looks for due mail at once: something was queued, released or hurried. */
  void wake() {
    lock.lock();
    try {
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** The lanes in which something goes on. */
  List<Sending.LaneState> lanes() {
    lock.lock();
    try {
      var now = clock.instant();
      return lanes
          .all()
          .map(
              lane ->
                  new Sending.LaneState(
                      lane.key().policy(),
                      lane.key().hop(),
                      lane.workers(),
                      Optional.of(lane.notBefore()).filter(now::isBefore)))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The lanes in which something goes on, and those that are slowed down. */
  List<Sending.DestinationState> destinations() {
    lock.lock();
    try {
      var limits = delivering.limits();
      return Stream.concat(lanes.all().map(ActiveLane::name), limits.slowed().stream())
          .distinct()
          .map(name -> destination(name, limits))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private Sending.DestinationState destination(String name, LaneLimits limits) {
    var key = LaneKey.parse(name);
    return new Sending.DestinationState(
        key,
        limits.provider(key).map(Provider::name),
        lanes.find(name).map(ActiveLane::workers).orElse(0),
        limits.connections(key),
        limits.perMinute(key),
        limits.slowed(key).map(slow -> new Sending.Slowed(slow.since(), slow.reply())));
  }

  /** Sets workers to what is due now, in the thread that calls. */
  void dispatchNow() {
    lock.lock();
    try {
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    lock.lock();
    try {
      while (!stopping) {
        told = false;
        var pause = dispatch();
        if (!told && !stopping) {
          news.await(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody interrupts it but the end of the process
    } finally {
      lock.unlock();
    }
  }

  /** Sets workers to all that is due; with the lock. Returns how long nothing more can fall due. */
  private Duration dispatch() {
    try {
      var now = clock.instant();
      clockSetBack.look(back -> lanes.rebase(back, clock.instant()));
      lanes.tick(now);
      var current = live.current();
      if (by.filter(last -> last == current).isEmpty()) {
        by = Optional.of(current);
        lanes.allChanged(now); // they may have more workers, or fewer
      }
      delivering.warmUps().release().forEach(queue::reconsider);
      while (sendSome(now)) {
        // what was resumed may be due, and what is due may have to wait
      }
      return admission.hasRoom() ? untilNext(now) : LONG; // a worker that ends tells
    } catch (RuntimeException e) { // without this thread nothing is sent any more
      observer.on(new Event.Failed(FailurePlace.QUEUE, e));
      return AFTER_FAILURE;
    } catch (Error e) {
      delivering.faults().halt().now("looking for mail that is due", e);
      return AFTER_FAILURE;
    }
  }

  /** Returns whether there may be more. */
  private boolean sendSome(Instant now) {
    if (!admission.hasRoom()) {
      return false;
    }
    boolean resumed = admission.resumeThoseWithAShare();
    var due = queue.due(now, AT_ONCE);
    for (var part : due) {
      if (admission.hasRoom() && admission.admit(part)) {
        send(part, now);
      }
    }
    return resumed || !due.isEmpty();
  }

  private Duration untilNext(Instant now) {
    return Stream.of(queue.nextDue(), lanes.nextAlarm(), delivering.warmUps().nextDay())
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(next -> Duration.between(now, next))
        .orElse(LONG);
  }

  private void send(LanePart part, Instant now) {
    var lane = lanes.ensure(part.lane());
    if (lane.free() > 0) {
      lane.call(part);
    } else {
      if (workers.size() >= Shares.limit(live.current())) {
        lanes.dismissOne(now); // a connection that only waits gives way to one with work
      }
      lane.begin();
      var worker = new LaneWorker(turns, delivering, lane, part);
      workers.add(worker);
      Thread.ofVirtual().name("deliver").start(worker);
    }
    lanes.changed(lane, now);
  }

  /** Something has changed; with the lock. */
  void tell() {
    told = true;
    news.signal();
  }

  /** Whether nothing more is to be begun; with the lock. */
  boolean isStopping() {
    return stopping;
  }

  /** A worker has ended; with the lock. */
  void ended(LaneWorker worker) {
    workers.remove(worker);
    gone.signalAll();
    tell();
  }

  /**
   * Begins nothing more and lets the attempts in flight finish; what does not is cut off and given
   * back.
   *
   * @param time at most
   * @return whether every attempt finished
   */
  boolean drain(Duration time) {
    lock.lock();
    try {
      stopping = true;
      tell();
      lanes.all().forEach(ActiveLane::signal);
      if (awaitGone(time)) {
        return true;
      }
      // each by itself: a goodbye to a peer that does not answer must not hold up the others
      workers.forEach(worker -> Thread.ofVirtual().name("cut").start(worker::cut));
      awaitGone(CUT);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitGone(Duration time) {
    long left = time.toNanos();
    try {
      while (!workers.isEmpty() && left > 0) {
        left = gone.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return workers.isEmpty();
  }

  /** Cuts off at once what is in flight. */
  @Override
  public void close() {
    drain(Duration.ZERO);
  }
}
