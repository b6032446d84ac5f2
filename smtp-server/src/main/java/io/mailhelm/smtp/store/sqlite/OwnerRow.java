package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;

/**
 * The owner of a mailbox: a row of {@code owner}.
 *
 * @param leavesMail whether a later user of the address may take up what is left in it
 */
record OwnerRow(
    String mailboxId, Mailbox address, String namespace, String name, boolean leavesMail) {
  static OwnerRow of(User user) {
    return new OwnerRow(
        user.mailboxId(),
        user.address(),
        user.resource().namespace(),
        user.resource().name(),
        user.deletionPolicy() == DeletionPolicy.Retain);
  }
}
