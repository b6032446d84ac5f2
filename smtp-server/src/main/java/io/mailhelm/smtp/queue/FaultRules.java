package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.Halt;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The rules for faults of our own: when to end the process, and how long to retry.
 *
 * @param halt ends the process after an {@link Error}: what is in memory cannot be trusted then
 * @param patience how long it is tried to make an outcome durable
 * @param isStoreAccepting whether the store takes writes; while it does not, a fault passes
 * @param store whether it was said that the store fails
 */
record FaultRules(
    Halt halt, Patience patience, BooleanSupplier isStoreAccepting, StoreFaults store) {

  /** The rules while nothing has failed yet. */
  FaultRules(Halt halt, Patience patience, BooleanSupplier isStoreAccepting) {
    this(halt, patience, isStoreAccepting, new StoreFaults());
  }

  /**
   * How long is waited for an outcome to become durable.
   *
   * @param first pause before it is tried again; the next is twice as long, and so on
   * @param longest pause
   * @param withConnection failures after which the connection is given up
   * @param most failures after which a store that takes other writes is taken never to take this
   *     one
   */
  record Patience(Duration first, Duration longest, int withConnection, int most) {
    /** About four seconds with the connection, and a quarter of an hour in all. */
    static final Patience STANDARD =
        new Patience(Duration.ofMillis(250), Duration.ofSeconds(30), 5, 35);

    Duration after(Duration pause) {
      var next = pause.multipliedBy(2);
      return next.compareTo(longest) < 0 ? next : longest;
    }
  }
}
