package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.MailStore.Recipient;
import java.time.Instant;
import java.util.Optional;

/**
 * A message on its way to one recipient elsewhere, in its present state.
 *
 * @param messageId of the message; its other recipients have it too
 * @param user who handed it over; empty: the server itself, or who may send without a login
 * @param domain {@code policy}, {@code lane}, {@code destination} as in {@link OutgoingPart}
 * @param reversePath MAIL FROM as it was given; empty for the null reverse-path
 * @param returnsTo the mailbox that {@code reversePath} meant when the message was accepted, as in
 *     {@link OutgoingPart.Ownership}; empty also of messages from before that was noted
 * @param subject decoded, for people
 * @param size octets of the message
 * @param sending whether an attempt is under way
 * @param hold why it waits, while it is {@link State#HELD}
 * @param due when it is tried next, while it is {@link State#QUEUED}
 * @param attempts so far
 * @param last what the latest attempt came to
 * @param warned whether the sender was told of the delay
 * @param endedAt when its state became final
 * @param passesWarmUp whether it leaves without room in its policy's warm-up, and does not count
 *     there: a server was asked to take it before, or who sent it said so
 */
public record Delivery(
    DeliveryId id,
    String messageId,
    Optional<Submitter> user,
    String domain,
    Optional<String> policy,
    String reversePath,
    Optional<String> returnsTo,
    String subject,
    long size,
    Recipient recipient,
    String destination,
    String lane,
    State state,
    Optional<Hold> hold,
    boolean sending,
    Instant queuedAt,
    Instant due,
    Instant expiresAt,
    int attempts,
    Optional<Attempt> last,
    boolean warned,
    Optional<Instant> endedAt,
    boolean passesWarmUp) {

  /**
   * Whether it is a report that is no user's mail: the server's own, or a peer's that may send
   * without a login. What a user hands over with the null reverse-path is the user's mail.
   */
  public boolean isReport() {
    return isReport(user.isPresent(), reversePath);
  }

  /**
   * The same of one that is not stored yet.
   *
   * @param hasUser whether a user hands it over
   * @param reversePath empty for the null one
   */
  public static boolean isReport(boolean hasUser, String reversePath) {
    return !hasUser && reversePath.isEmpty();
  }

  /**
   * A hold.
   *
   * @param since when it began
   */
  public record Hold(HoldReason reason, Instant since) {}

  /** Where it is in its life. */
  public enum State {
    /** Waits for its next attempt, or is in it. */
    QUEUED,
    /** Waits for what holds it to end; which is its {@link Hold}. */
    HELD,
    /** The next hop has it. */
    DELIVERED,
    /** It was refused for good; the sender was told unless it asked not to be. */
    FAILED,
    /** Time ran out; the same. */
    EXPIRED,
    /** Somebody deleted it; nobody was told. */
    CANCELLED;

    /** Whether nothing more happens to it. */
    public boolean isFinal() {
      return this != QUEUED && this != HELD;
    }
  }
}
