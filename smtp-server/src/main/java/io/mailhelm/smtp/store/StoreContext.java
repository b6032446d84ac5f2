package io.mailhelm.smtp.store;

import java.util.Objects;

/**
 * What a store is told by whoever runs it.
 *
 * @param mailboxes which mailboxes there are
 */
public record StoreContext(CurrentMailboxes mailboxes) {
  /** For a store by itself: every mailbox is there. */
  public static final StoreContext ALONE = new StoreContext(CurrentMailboxes.ALL);

  public StoreContext {
    Objects.requireNonNull(mailboxes);
  }
}
