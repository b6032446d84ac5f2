package io.mailhelm.config;

import java.util.Objects;

/**
 * A mailbox whose user was deleted and whose mail is kept ({@code deletionPolicy: Retain}). Only
 * one that is listed here can be taken over, by a user of the same domain. As many are listed as
 * fit beside the users in a shard, up to the limits below.
 *
 * @param mailboxId the id of the stored mail
 * @param address the user's address
 */
public record ClosedMailbox(String mailboxId, Mailbox address) {
  /** The most that are remembered in all; of more, those that were closed first. */
  public static final int MAX = 100_000;

  /** The most of one domain that are remembered; of more, those that were closed first. */
  public static final int MAX_PER_DOMAIN = 20_000;

  public ClosedMailbox {
    Objects.requireNonNull(mailboxId);
    Objects.requireNonNull(address);
  }
}
