package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.threads.VitalThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Sets workers to what is due: in each lane as many as its policy allows connections, in all as
 * many as the server allows. It asks the store for lanes, never for deliveries, so that ten
 * thousand destinations that wait cost nothing here.
 */
final class Dispatcher implements AutoCloseable {
  /** Lanes asked for at once. */
  private static final int AT_ONCE = 100;

  /** Lanes passed over because of what is kept for others, before it is enough for this time. */
  private static final int PASSED_OVER = 1_000;

  /** Crowded lanes that are looked into again when a share may be free. */
  private static final int ASKED_AGAIN = 10;

  /** One in so many connections may be for reports. */
  private static final int REPORTS = 4;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  /** So long a connection without work is kept for what may come. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** So long the workers have to notice that their connections were cut. */
  private static final Duration CUT = Duration.ofSeconds(5);

  private final Delivering delivering;
  private final LiveConfig live;
  private final MailQueue queue;
  private final Observer observer;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition gone = lock.newCondition();
  private final Map<String, Traffic> lanes = new HashMap<>();
  private final Shares shares = new Shares();

  /** Lanes in which all that was found has to wait for its user's or domain's share. */
  private final Crowded crowded = new Crowded();

  private final Set<Worker> workers = new HashSet<>();
  private final ClockSteps steps;
  private long asked;
  private boolean started;
  private boolean told;
  private boolean stopping;

  /**
   * @param delivering makes the attempts
   * @param steps of the clock
   */
  Dispatcher(Delivering delivering, ClockSteps steps) {
    this.steps = steps;
    this.delivering = delivering;
    this.live = delivering.live();
    this.queue = delivering.queue();
    this.observer = delivering.observer();
    this.clock = delivering.clock();
  }

  /** Begins to send. */
  void start() {
    VitalThread.start(Thread.ofVirtual(), "queue", this::run);
  }

  /** Something was queued, released or hurried: it looks at once. */
  void wake() {
    lock.lock();
    try {
      askAgain(); // it may be somebody else's
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
      return lanes.values().stream()
          .map(
              traffic ->
                  new Sending.LaneState(
                      Lane.policyOf(traffic.lane),
                      Lane.hopOf(traffic.lane),
                      traffic.workers,
                      Optional.of(traffic.notBefore).filter(now::isBefore)))
          .toList();
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

  /** Sets workers to all that is due. Returns how long nothing more can fall due. */
  private Duration dispatch() {
    try {
      keepPaceWithTheClock();
      var now = clock.instant();
      lanes.values().removeIf(traffic -> traffic.isOver(now));
      askWhoHasShares();
      var busy = busy(now);
      var due = List.<String>of();
      int passedOver = 0;
      do {
        due = hasRoom() && passedOver < PASSED_OVER ? queue.due(now, busy, AT_ONCE) : List.of();
        for (var lane : due) {
          if (hasRoom() && mayBegin(lane)) {
            send(lane);
          } else {
            passedOver++;
          }
          busy.add(lane);
        }
      } while (!due.isEmpty());
      return hasRoom() ? untilNext(now, busy) : LONG; // a worker that ends tells
    } catch (RuntimeException e) { // without this thread nothing is sent any more
      observer.on(new Event.Failed("queue", e));
      return AFTER_FAILURE;
    } catch (Error e) {
      delivering.faults().halt().now("looking for mail that is due", e);
      return AFTER_FAILURE;
    }
  }

  /** What waits for a time waits as long as it would have, though the clock was set back. */
  private void keepPaceWithTheClock() {
    var back = started ? steps.back() : sinceLastRun();
    if (!back.isZero()) {
      queue.rebase(back);
    }
    started = true;
    steps.look(); // what is durable must not be done again
    if (!back.isZero()) {
      lanes.values().forEach(traffic -> traffic.rebase(back));
      observer.on(new Event.ClockSetBack(back));
    }
  }

  /** Rows of a time that is still to come: it was set back before this process began. */
  private Duration sinceLastRun() {
    var back =
        queue.latest().map(then -> Duration.between(clock.instant(), then)).orElse(Duration.ZERO);
    return back.compareTo(ClockSteps.LEAST) >= 0 ? back : Duration.ZERO;
  }

  private int limit() {
    return Shares.limit(live.current());
  }

  private boolean hasRoom() {
    return workers.size() - lanes.values().stream().mapToInt(Traffic::free).sum() < limit();
  }

  /** Whether a connection is left for a lane, of those that are not kept for others. */
  private boolean mayBegin(String lane) {
    return isLeftForReports(lane) && (shares.isAnswering(lane) || isLeftForOthers());
  }

  /** Whoever is not known to answer does not take what is kept for those who do. */
  private boolean isLeftForOthers() {
    long others =
        lanes.values().stream()
            .filter(traffic -> !shares.isAnswering(traffic.lane))
            .mapToLong(traffic -> traffic.workers - traffic.free())
            .sum();
    return others < Shares.forOthers(live.current());
  }

  /** Reports get a part of the connections: what remains is the users'. */
  private boolean isLeftForReports(String lane) {
    if (!Lane.isReport(lane)) {
      return true;
    }
    long reporting =
        lanes.values().stream()
            .filter(traffic -> Lane.isReport(traffic.lane))
            .mapToLong(traffic -> traffic.workers - traffic.free())
            .sum();
    return reporting < Math.max(1, limit() / REPORTS);
  }

  private Set<String> busy(Instant now) {
    var busy = new HashSet<>(crowded.lanes());
    for (var traffic : lanes.values()) {
      if (traffic.isBusy(rules(traffic).connectionsPerDestination(), now)) {
        busy.add(traffic.lane);
      }
    }
    return busy;
  }

  private Duration untilNext(Instant now, Set<String> busy) {
    return Stream.concat(
            queue.nextDue(busy).stream(),
            lanes.values().stream().map(traffic -> traffic.notBefore).filter(now::isBefore))
        .min(Instant::compareTo)
        .map(next -> Duration.between(now, next))
        .orElse(LONG);
  }

  private void send(String lane) {
    var traffic = lanes.computeIfAbsent(lane, name -> new Traffic(name, lock.newCondition()));
    traffic.probing = true;
    if (traffic.free() > 0) {
      traffic.called++;
      traffic.more.signalAll();
      return;
    }
    if (workers.size() >= limit()) {
      // A connection that only waits gives way to one with work.
      lanes.values().stream()
          .filter(other -> other.free() > 0)
          .findFirst()
          .ifPresent(Dispatcher::dismiss);
    }
    traffic.workers++;
    var worker = new Worker(this, delivering, traffic);
    workers.add(worker);
    Thread.ofVirtual().name("deliver").start(worker);
  }

  private static void dismiss(Traffic traffic) {
    traffic.dismissed++;
    traffic.more.signalAll();
  }

  /**
   * For a worker that is free: waits for its turn.
   *
   * @return false when it should end
   */
  boolean awaitTurn(Traffic traffic) throws InterruptedException {
    lock.lock();
    try {
      while (!stopping) {
        var perMinute = rules(traffic).messagesPerMinutePerDestination();
        if (perMinute.isEmpty()) {
          return true;
        }
        var wait = traffic.pace.take(clock.instant(), perMinute.get());
        if (wait.isZero()) {
          return true;
        }
        if (wait.compareTo(LINGER) > 0) {
          traffic.notBefore = clock.instant().plus(wait);
          return false;
        }
        traffic.more.await(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private DeliveryRules rules(Traffic traffic) {
    return live.current().directory().policy(Lane.policyOf(traffic.lane)).delivery();
  }

  /**
   * A worker has something in hand, and wants to begin with it.
   *
   * @param whose takes the user or domain that has its share
   * @return false when its user or domain has its share of the connections; else {@link #finished}
   *     is to be called
   */
  boolean mayBegin(Traffic traffic, Leased leased, Set<Shares.Holder> whose) {
    lock.lock();
    try {
      var full = shares.take(traffic.lane, leased.consignment().any(), leased.by());
      full.ifPresent(whose::add);
      return full.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A worker is through with what it had in hand.
   *
   * @param outcomes what came of it; none when it was given back
   */
  void finished(Traffic traffic, Leased leased, List<Attempt> outcomes) {
    lock.lock();
    try {
      if (!outcomes.isEmpty()) {
        shares.attempted(traffic.lane, outcomes);
      }
      // Whoever waits for it is asked, though nobody was refused since the last time: those who
      // were asked then may all have had theirs, and more are left.
      asked++;
      for (var holder : shares.giveBack(leased.consignment().any())) {
        crowded.take(holder, ASKED_AGAIN);
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** How often somebody was asked again; to be told to {@link #crowdedOut}. */
  long asked() {
    lock.lock();
    try {
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A worker found only what has to wait for its user's or domain's share.
   *
   * @param before what {@link #asked} was before it looked
   * @param whose the users and domains that had their share
   */
  void crowdedOut(Traffic traffic, long before, Set<Shares.Holder> whose) {
    lock.lock();
    try {
      traffic.probing = false;
      if (asked == before) {
        crowded.add(traffic.lane, whose);
      } // else a share was given back meanwhile: the lane is looked into again
      traffic.pace.untake(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Something of somebody else's may be there; the longest waiting lane first. */
  private void askAgain() {
    asked++;
    crowded.takeAny(ASKED_AGAIN);
  }

  /**
   * Who has a share left, though something waits for it, is asked: lanes that were asked before may
   * have had no use for it, or more may be declared.
   */
  private void askWhoHasShares() {
    for (var holder : crowded.whose()) {
      crowded.take(holder, Math.clamp(shares.left(holder, live.current()), 0, ASKED_AGAIN));
    }
  }

  /** A worker found something: there may be more, for another one. */
  void found(Traffic traffic) {
    lock.lock();
    try {
      traffic.probing = false;
      tell();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A worker found nothing: it waits a little for more.
   *
   * @return false when it should end
   */
  boolean awaitMore(Traffic traffic) throws InterruptedException {
    lock.lock();
    try {
      traffic.probing = false;
      traffic.pace.untake(clock.instant());
      traffic.waiting++;
      tell();
      long left = LINGER.toNanos();
      while (traffic.called == 0 && traffic.dismissed == 0 && left > 0 && !stopping) {
        left = traffic.more.awaitNanos(left);
      }
      traffic.waiting--;
      if (traffic.called > 0) {
        traffic.called--;
        return !stopping;
      }
      traffic.dismissed = Math.max(0, traffic.dismissed - 1);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** A worker has ended. */
  void ended(Worker worker, Traffic traffic, Duration pause) {
    lock.lock();
    try {
      traffic.probing = false;
      traffic.workers--;
      if (!pause.isZero()) {
        traffic.notBefore = clock.instant().plus(pause);
      }
      workers.remove(worker);
      gone.signalAll();
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    told = true;
    news.signal();
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
      lanes.values().forEach(traffic -> traffic.more.signalAll());
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
