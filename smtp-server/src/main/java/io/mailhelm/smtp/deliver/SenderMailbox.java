package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Submitter;
import java.util.Optional;

/**
 * Finds the mailbox that reports on a message go to: the one that its reverse-path meant when it
 * was accepted, for as long as that is there. The address may be another user's by now. Pure.
 */
public final class SenderMailbox {
  private SenderMailbox() {}

  /**
   * What is written down of a message when it is accepted.
   *
   * @param reversePath MAIL FROM; empty for the null one
   * @return the id of the mailbox that it means, {@link Submitter#REMOVED} where that is nobody's
   *     in a domain of ours; empty for the null one and those of other servers
   */
  public static Optional<String> of(Directory directory, String reversePath) {
    return ReversePath.mailbox(reversePath)
        .filter(address -> directory.domain(address.domain()).isPresent())
        .map(
            address ->
                directory.resolve(address).map(Destination::mailboxId).orElse(Submitter.REMOVED));
  }

  /**
   * Where a report goes: to that mailbox; to the submitter's when that one is gone, or was nobody's
   * or is not known; empty when neither is there.
   *
   * @param returnsTo what was written down
   */
  public static Optional<Destination> find(
      Directory directory, Optional<String> returnsTo, Optional<Submitter> submitter) {
    return returnsTo
        .flatMap(id -> mailbox(directory, id))
        .or(() -> submitter.flatMap(Submitter::mailboxId).flatMap(id -> mailbox(directory, id)));
  }

  /** A user's, or that of a postmaster who is no user. */
  private static Optional<Destination> mailbox(Directory directory, String id) {
    return directory
        .byMailbox(id)
        .map(Directory::destination)
        .or(
            () ->
                ReversePath.mailbox(id)
                    .map(Mailbox::domain)
                    .flatMap(directory::domain)
                    .map(directory::postmaster)
                    .filter(postmaster -> postmaster.mailboxId().equals(id)));
  }
}
