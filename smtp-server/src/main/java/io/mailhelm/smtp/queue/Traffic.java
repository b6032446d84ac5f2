package io.mailhelm.smtp.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/**
 * What goes on in one lane now. It exists only while something does, so that a destination that
 * waits costs no more than its rows. The dispatcher's lock guards it.
 */
final class Traffic {
  final String lane;

  /** Where workers without work wait. */
  final Condition more;

  final Pace pace = new Pace();

  /** Connections at work or waiting for work. */
  int workers;

  /** Those of them that wait for work. */
  int waiting;

  /** Those of the waiting that were called and have not woken yet. */
  int called;

  /** Those of the waiting that were asked to go and have not woken yet. */
  int dismissed;

  /** Somebody was set to work and has not said yet whether there is any. */
  boolean probing;

  /** Nothing is begun before. */
  Instant notBefore = Instant.EPOCH;

  Traffic(String lane, Condition more) {
    this.lane = lane;
    this.more = more;
  }

  /** The clock was set back by so much. */
  void rebase(Duration back) {
    notBefore = notBefore.isAfter(Instant.EPOCH) ? notBefore.minus(back) : notBefore;
    pace.rebase(back);
  }

  boolean isOver(Instant now) {
    return workers == 0 && !notBefore.isAfter(now) && pace.isFree(now);
  }

  /** Workers that can be called. */
  int free() {
    return waiting - called - dismissed;
  }

  /** Whether nobody more can be set to work here now. */
  boolean isBusy(int connections, Instant now) {
    return probing || notBefore.isAfter(now) || workers - free() >= connections;
  }
}
