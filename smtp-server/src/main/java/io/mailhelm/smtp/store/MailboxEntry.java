package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One message in one mailbox.
 *
 * @param id of this entry
 * @param messageId of the message; the same in every mailbox it went to
 * @param mailboxId whose it is
 * @param address the address it came to, or the sender's where it was captured
 * @param receivedAt when it was accepted
 * @param reversePath MAIL FROM, empty for the null reverse-path
 * @param user the login it came by
 * @param summary decoded header fields
 * @param size octets, trace fields included
 * @param captured whether it was meant for a domain that is not ours and kept instead of sent
 * @param read the read mark
 */
public record MailboxEntry(
    EntryId id,
    String messageId,
    String mailboxId,
    String address,
    Instant receivedAt,
    String reversePath,
    Optional<String> user,
    NewMessage.Summary summary,
    long size,
    boolean captured,
    boolean read) {}
