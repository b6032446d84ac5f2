package io.mailhelm.smtp.store;

import io.mailhelm.config.Mailbox;
import java.time.Instant;

/**
 * A mailbox whose user is gone and whose mail is kept.
 *
 * @param id of the mailbox
 * @param address the user's
 * @param namespace of the MailUser
 * @param name of the MailUser; empty: not known
 * @param usage what is in it
 * @param since when it was closed
 */
public record RetainedMailbox(
    String id,
    Mailbox address,
    String namespace,
    String name,
    MailStore.MailboxUsage usage,
    Instant since) {
  /** In the order of lists: by domain and address. */
  public Position position() {
    return new Position(address.domain().ascii(), address.toString(), id);
  }

  /** A place in that order. */
  public record Position(String domain, String address, String id) {}
}
