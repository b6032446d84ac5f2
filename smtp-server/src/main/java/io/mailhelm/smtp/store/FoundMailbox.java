package io.mailhelm.smtp.store;

import java.time.Instant;

/**
 * A closed mailbox that existed when a new user of its address was declared.
 *
 * @param mailboxId of the user's own mailbox
 * @param found id of the one that was found
 * @param usage what was in it then
 * @param since when it was closed
 * @param taken whether its mail is the user's now; else it is where it was
 */
public record FoundMailbox(
    String mailboxId, String found, MailStore.MailboxUsage usage, Instant since, boolean taken) {}
