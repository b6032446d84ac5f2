package io.mailhelm.config;

import java.util.Objects;

/**
 * A mailbox to remove, because its user was deleted with {@code deletionPolicy: Delete}. It stays
 * in the config until every server has run it, or the address is declared again.
 */
public record Tombstone(String mailboxId, Mailbox address) {
  public Tombstone {
    Objects.requireNonNull(mailboxId);
    Objects.requireNonNull(address);
  }
}
