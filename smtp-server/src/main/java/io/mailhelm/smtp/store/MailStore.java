package io.mailhelm.smtp.store;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps messages in mailboxes. Every method may be called from any thread at once; those that write
 * return when the change is on stable storage, not before.
 */
public interface MailStore extends AutoCloseable {

  /**
   * A place for the bytes of one message as it arrives; small ones stay in memory, larger ones
   * spill to a file. Closing it without a {@link #commit} leaves nothing behind.
   */
  BodyWriter newBody();

  /**
   * Makes a message durable in every mailbox it goes to and in the queue, or nowhere. Many
   * concurrent calls become one transaction and one flush.
   *
   * @return the result; never an exception for a condition a sender should retry
   */
  CommitResult commit(NewMessage message);

  /**
   * Whether a mailbox has room for one more message of {@code size} octets. Advice for RCPT; only
   * {@link #commit} decides.
   */
  boolean hasRoom(String mailboxId, Quota quota, long size);

  /** The reads for a requester: those of different requesters take turns. */
  StoreReads reads(Requester requester);

  /** The page of entries that match, newest first; for the server itself. */
  default EntryPage list(EntryQuery query) {
    return reads(Requester.SERVER).list(query);
  }

  /** One entry; for the server itself. */
  default Optional<MailboxEntry> find(EntryId id) {
    return reads(Requester.SERVER).find(id);
  }

  /** The message of an entry as it was accepted, trace fields included; the caller closes it. */
  Optional<InputStream> open(EntryId id) throws IOException;

  /**
   * Sets the read mark.
   *
   * @return whether the entry is there
   */
  boolean markRead(EntryId id, boolean read);

  /**
   * Removes entries; a message goes with its last one.
   *
   * @param mailboxId empty: of all mailboxes
   * @param id empty: all of them
   * @return how many went
   */
  long delete(Optional<String> mailboxId, Optional<EntryId> id);

  /**
   * Removes a mailbox and all in it, and forgets that what it sent was its own and which keys its
   * requests had: the next user with the id finds nothing. Nothing happens when it does not exist.
   */
  void deleteMailbox(String mailboxId);

  /** What is stored for a mailbox; zeros when nothing ever was. */
  MailboxUsage usage(String mailboxId);

  /** Which store it is. */
  StoreIdentity identity();

  /** The owners of mailboxes. */
  MailboxOwners owners();

  /** Octets of the keys of requests that are kept for one owner, with what is written for them. */
  long KEYS_PER_OWNER = 16 << 20;

  /** Deliveries to elsewhere. */
  MailQueue queue();

  /** The addresses that our domains do not mail. */
  Suppressions suppressions();

  /** What others report on our mail. */
  SendReports reports();

  /** What came of recipients under each SendPolicy. */
  PolicyOutcomes outcomes();

  /** How many recipients count against the limits of policies and users. */
  RecipientCounts recipientCounts();

  /**
   * 32 random octets, made at the first call with that name and the same ever after.
   *
   * @param name what they are for
   */
  byte[] secret(String name);

  /**
   * Forgets what has been kept for as long as it is to be: keys of requests, addresses that
   * bounced, bodies that no row names, hourly sums, recipients that count against no limit any
   * more.
   *
   * @param now from when on it is counted back
   * @throws IOException when files cannot be removed
   */
  void forget(Retention retention, Instant now) throws IOException;

  /** All of it, for health and metrics. */
  StoreStatus status();

  /** Refuses new work, finishes what was begun, flushes, closes. Idempotent. */
  @Override
  void close();

  /**
   * A mailbox a message goes to.
   *
   * @param captured whether its recipients are elsewhere and the message is kept instead of sent
   * @param recipients the recipients of the envelope that come to this mailbox, one or more
   */
  record Target(
      String mailboxId,
      Mailbox address,
      Quota quota,
      boolean captured,
      List<Recipient> recipients) {
    public Target {
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * A recipient of the envelope, with the DSN parameters of its RCPT (RFC 3461 §4.1, §4.2).
   *
   * @param address RCPT TO as written
   * @param notifyOn NOTIFY: {@code NEVER}, or a comma-separated list of {@code SUCCESS}, {@code
   *     FAILURE}, {@code DELAY}; empty when not given
   * @param orcpt the original recipient as given, e.g. {@code rfc822;alice@example.com}, or empty
   */
  record Recipient(String address, String notifyOn, String orcpt) {
    /** A recipient without DSN parameters. */
    public static Recipient of(String address) {
      return new Recipient(address, "", "");
    }
  }

  /** One mailbox's usage. */
  record MailboxUsage(long octets, long messages) {}

  /** The result of a commit. */
  sealed interface CommitResult {
    /** It is durable in every mailbox. */
    record Stored() implements CommitResult {}

    /** Some mailboxes were full; nothing was stored anywhere. */
    record MailboxFull(List<Mailbox> addresses) implements CommitResult {}

    /**
     * Some mailboxes are gone, or another user's, since their recipients were accepted; nothing was
     * stored anywhere. A client that tries again is told by RCPT of their present state.
     *
     * @param addresses of the mailboxes, as their targets have them
     */
    record MailboxGone(List<Mailbox> addresses) implements CommitResult {}

    /** The user's mail that waits for other servers has reached its limit; nothing was stored. */
    record TooMuchWaiting() implements CommitResult {}

    /** So many deliveries more would be beyond a share of the queue; nothing was stored. */
    record QueueFull(QueueShares.Full share) implements CommitResult {}

    /** The owner of its {@link Idempotency} has as many keys as are kept; nothing was stored. */
    record TooManyKeys() implements CommitResult {}

    /**
     * Its {@link Idempotency} was seen before; nothing was stored.
     *
     * @param messageId of the message it was seen with
     * @param same whether the request was the same
     */
    record Repeated(String messageId, boolean same) implements CommitResult {}

    /** The disk is full; nothing was stored. The next commit tries again. */
    record NoSpace() implements CommitResult {}

    /** Anything else went wrong, or the store is closing; nothing was stored. */
    record Failed(String detail) implements CommitResult {}
  }
}
