package io.mailhelm.smtp.store;

import java.util.Objects;

/**
 * What a store is told by whoever runs it.
 *
 * @param mailboxes which mailboxes there are
 * @param events hears what nobody waits for
 * @param halt ends the process when memory and disk are at odds
 */
public record StoreContext(CurrentMailboxes mailboxes, StoreEvents events, Halt halt) {
  /** For a store by itself: every mailbox is there, and nobody listens. */
  public static final StoreContext ALONE =
      new StoreContext(CurrentMailboxes.ALL, StoreEvents.NONE, Halt.ofProcess());

  public StoreContext {
    Objects.requireNonNull(mailboxes);
    Objects.requireNonNull(events);
    Objects.requireNonNull(halt);
  }

  /** The same with other mailboxes. */
  public StoreContext with(CurrentMailboxes others) {
    return new StoreContext(others, events, halt);
  }

  /** The same with somebody who listens. */
  public StoreContext with(StoreEvents others) {
    return new StoreContext(mailboxes, others, halt);
  }

  /** The same with another end. */
  public StoreContext with(Halt other) {
    return new StoreContext(mailboxes, events, other);
  }
}
