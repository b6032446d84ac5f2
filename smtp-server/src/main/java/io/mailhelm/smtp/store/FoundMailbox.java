package io.mailhelm.smtp.store;

import java.time.Instant;

/**
 * The closed mailbox that was there when a user of its address came.
 *
 * @param mailboxId of the user's own mailbox
 * @param found id of the one that was found
 * @param usage what was in it then
 * @param since when it was closed
 * @param taken whether its mail is the user's now; else it is where it was
 */
public record FoundMailbox(
    String mailboxId, String found, MailStore.MailboxUsage usage, Instant since, boolean taken) {}
