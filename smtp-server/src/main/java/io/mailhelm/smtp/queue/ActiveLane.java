package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.store.LanePart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * The state of an active lane: its workers, its rate, its pause. It exists only while the lane is
 * active, so that a destination that waits costs no more than its rows. The dispatcher's lock
 * guards it.
 */
final class ActiveLane {
  private final String name;
  private final LaneKey key;
  private final Condition more;
  private final MessageRate pace = new MessageRate();

  /** The parts that workers begin with that were called and have not woken yet. */
  private final Deque<LanePart> called = new ArrayDeque<>();

  private int workers;
  private int waiting;
  private int dismissed;
  private boolean probing;
  private Instant notBefore = Instant.EPOCH;

  /**
   * @param more where workers without work wait
   */
  ActiveLane(String name, Condition more) {
    this.name = name;
    this.key = LaneKey.parse(name);
    this.more = more;
  }

  /** As the store knows it. */
  String name() {
    return name;
  }

  LaneKey key() {
    return key;
  }

  /** Connections at work or waiting for work. */
  int workers() {
    return workers;
  }

  /** Workers that can be called. */
  int free() {
    return waiting - called.size() - dismissed;
  }

  /** Connections with work. */
  int working() {
    return workers - free();
  }

  /** Nothing is begun before. */
  Instant notBefore() {
    return notBefore;
  }

  /** When its state changes by itself; the epoch where it does not. */
  Instant alarm(Instant now) {
    if (notBefore.isAfter(now)) {
      return notBefore;
    }
    return workers == 0 && !pace.isFree(now) ? pace.next() : Instant.EPOCH;
  }

  /** Whether the lane is not active any more. */
  boolean isOver(Instant now) {
    return workers == 0 && !notBefore.isAfter(now) && pace.isFree(now);
  }

  /** Whether no other worker can be set to work here now. */
  boolean isBusy(int connections, Instant now) {
    return probing || notBefore.isAfter(now) || working() >= connections;
  }

  /** Sets another worker to work; no further one is until this one has found something or not. */
  void begin() {
    probing = true;
    workers++;
  }

  /** Sets a waiting worker to work. */
  void call(LanePart part) {
    probing = true;
    called.add(part);
    more.signalAll();
  }

  /** Ends a waiting worker. */
  void dismiss() {
    dismissed++;
    more.signalAll();
  }

  /** Wakes the waiting workers, which look whether they are to go on. */
  void signal() {
    more.signalAll();
  }

  /** A worker found something: there may be more, for another one. */
  void found() {
    probing = false;
  }

  /** A worker has the whole lane to itself, until it has {@link #found} out what is to be. */
  void reserve() {
    probing = true;
  }

  /** A worker found nothing and waits. */
  void rest(Instant now) {
    probing = false;
    unused(now);
    waiting++;
  }

  /** Waits as long as nobody needs the worker. Returns what is left of the time. */
  long awaitCall(long nanos) throws InterruptedException {
    return called.isEmpty() && dismissed == 0 ? more.awaitNanos(nanos) : 0;
  }

  /** Ends the worker's wait. Returns what it is to do; empty: it ends. */
  Optional<LanePart> rise() {
    waiting--;
    var part = Optional.ofNullable(called.poll());
    if (part.isEmpty()) {
      dismissed = Math.max(0, dismissed - 1);
    }
    return part;
  }

  /**
   * Takes a turn by the lane's rate.
   *
   * @return how long to wait before asking again; zero: go ahead
   */
  Duration takeTurn(Instant now, int perMinute) {
    return pace.take(now, perMinute);
  }

  /** The turn was not used. */
  void unused(Instant now) {
    pace.untake(now);
  }

  void await(Duration time) throws InterruptedException {
    more.await(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Nothing is begun before then. */
  void pause(Instant until) {
    notBefore = until;
  }

  /** A worker has ended. */
  void ended() {
    probing = false;
    workers--;
  }

  /** The clock was set back by so much. */
  void rebase(Duration back) {
    notBefore = notBefore.isAfter(Instant.EPOCH) ? notBefore.minus(back) : notBefore;
    pace.rebase(back);
  }
}
