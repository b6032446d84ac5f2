package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;

/** Whose a mailbox is: a row of {@code owner}. */
record Owner(String mailboxId, Mailbox address, String namespace, String name) {
  static Owner of(User user) {
    return new Owner(
        user.mailboxId(), user.address(), user.resource().namespace(), user.resource().name());
  }
}
