package io.mailhelm.smtp.store;

/**
 * Says, inside a commit, whether mail for a target still goes to its mailbox. A mailbox that
 * existed when its recipient was accepted may be deleted before the message is committed; if it
 * were stored then, the next user with the mailbox's id would get it.
 *
 * <p>The store asks on the thread that writes: the answer comes at once, from memory, and calls
 * nothing of the store. What {@link MailStore#deleteMailbox} is asked for after the answer has
 * become no is carried out after every commit that was answered with yes.
 */
@FunctionalInterface
public interface CurrentMailboxes {
  /** Every mailbox is there: for a store that nobody deletes mailboxes of. */
  CurrentMailboxes ALL = _ -> true;

  /** Whether mail for {@code target} goes to its mailbox now. */
  boolean has(MailStore.Target target);
}
