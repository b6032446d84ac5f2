package io.mailhelm.config;

import java.util.Objects;

/**
 * A mailbox whose user is gone and whose mail is kept ({@code deletionPolicy: Retain}). Only one
 * that is listed here can be taken over, by a user of the same domain. As many are listed as there
 * is room for beside the users in a shard, up to the limits below.
 *
 * @param mailboxId what the stored mail belongs to
 * @param address the user's
 */
public record ClosedMailbox(String mailboxId, Mailbox address) {
  /** How many are remembered in all; of more, those that were closed first are. */
  public static final int MAX = 100_000;

  /** How many of one domain are remembered; of more, those that were closed first are. */
  public static final int MAX_PER_DOMAIN = 20_000;

  public ClosedMailbox {
    Objects.requireNonNull(mailboxId);
    Objects.requireNonNull(address);
  }
}
