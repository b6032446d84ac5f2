package io.mailhelm.smtp.store;

import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.Retention;
import io.mailhelm.config.StorageLimits;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a store is given by the server that opens it.
 *
 * @param mailboxes which mailboxes there are
 * @param limits the bounds of its volume; read anew each time
 * @param shares how many deliveries may wait, and whose; read anew each time
 * @param retention how long records are kept that nobody deletes; read anew each time
 * @param events is told of what no caller waits for
 * @param halt ends the process when memory and disk are at odds
 * @param expected the store that had mail there; empty: none is known
 */
public record StoreContext(
    CurrentMailboxes mailboxes,
    Supplier<StorageLimits> limits,
    Supplier<QueueShares> shares,
    Supplier<Retention> retention,
    StoreEvents events,
    Halt halt,
    Optional<ExpectedStore> expected) {
  /** For a store by itself: every mailbox is there, the defaults hold, and nobody listens. */
  public static final StoreContext ALONE =
      new StoreContext(
          CurrentMailboxes.ALL,
          () -> StorageLimits.DEFAULT,
          () -> QueueShares.UNLIMITED,
          () -> Retention.DEFAULT,
          StoreEvents.NONE,
          Halt.ofProcess(),
          Optional.empty());

  public StoreContext {
    Objects.requireNonNull(mailboxes);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(shares);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(events);
    Objects.requireNonNull(halt);
    Objects.requireNonNull(expected);
  }

  /** The same with other mailboxes. */
  public StoreContext with(CurrentMailboxes others) {
    return new StoreContext(others, limits, shares, retention, events, halt, expected);
  }

  /** The same with other bounds. */
  public StoreContext with(Supplier<StorageLimits> bounds, Supplier<Retention> kept) {
    return new StoreContext(mailboxes, bounds, shares, kept, events, halt, expected);
  }

  /** The same with other shares of the queue. */
  public StoreContext sharing(Supplier<QueueShares> others) {
    return new StoreContext(mailboxes, limits, others, retention, events, halt, expected);
  }

  /** The same with other events. */
  public StoreContext with(StoreEvents others) {
    return new StoreContext(mailboxes, limits, shares, retention, others, halt, expected);
  }

  /** The same with another end. */
  public StoreContext with(Halt other) {
    return new StoreContext(mailboxes, limits, shares, retention, events, other, expected);
  }

  /** The same with a store that is to be found there. */
  public StoreContext expecting(Optional<ExpectedStore> store) {
    return new StoreContext(mailboxes, limits, shares, retention, events, halt, store);
  }
}
