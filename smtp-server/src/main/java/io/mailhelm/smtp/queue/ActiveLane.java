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
 * What goes on in one lane now. It exists only while something does, so that a destination that
 * waits costs no more than its rows. The dispatcher's lock guards it.
 */
final class ActiveLane {
  private final String name;
  private final LaneKey key;
  private final Condition more;
  private final MessageRate pace = new MessageRate();

  /** What the workers that were called and have not woken yet are to begin with. */
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

  /** When it is to be looked at again, though nothing happens: the epoch where it need not be. */
  Instant alarm(Instant now) {
    if (notBefore.isAfter(now)) {
      return notBefore;
    }
    return workers == 0 && !pace.isFree(now) ? pace.next() : Instant.EPOCH;
  }

  /** Whether nothing goes on any more. */
  boolean isOver(Instant now) {
    return workers == 0 && !notBefore.isAfter(now) && pace.isFree(now);
  }

  /** Whether nobody more can be set to work here now. */
  boolean isBusy(int connections, Instant now) {
    return probing || notBefore.isAfter(now) || working() >= connections;
  }

  /** Another worker is set to work; nobody else is until it has said whether there is any. */
  void begin() {
    probing = true;
    workers++;
  }

  /** A worker that waits is set to work. */
  void call(LanePart part) {
    probing = true;
    called.add(part);
    more.signalAll();
  }

  /** A worker that waits is to go. */
  void dismiss() {
    dismissed++;
    more.signalAll();
  }

  /** Whoever waits looks whether it is to go on. */
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

  /** The worker waits no more. Returns what it is to do; it goes where that is empty. */
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
