package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.MailStore.CommitResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The queue: deliveries to other servers, on stable storage. Any thread may call it; methods that
 * change something return when the change is durable.
 *
 * <p>A message is kept as long as it is in a mailbox or has a delivery that is not final. Final
 * deliveries are kept until {@link #purge}.
 */
public interface MailQueue {
  /**
   * What is due and not leased: of each lane that has something, the originator whose mail has been
   * due longest; the longest waiting first. A part may turn out to have nothing when it is leased.
   *
   * @param limit at most so many
   */
  List<LanePart> due(Instant now, int limit);

  /** The same of one lane, even if it is suspended. */
  Optional<LanePart> due(String lane, Instant now);

  /** When the next of what {@link #due(Instant, int)} names falls due; it may have passed. */
  Optional<Instant> nextDue();

  /**
   * Leaves a part of a lane out of {@code due} until it is resumed. It costs those that are not
   * suspended nothing. It is not kept on stable storage.
   */
  void suspend(LanePart part);

  /** Ends the suspension of a part. */
  void resume(LanePart part);

  /** Leaves a whole lane out of {@link #due(Instant, int)} until it is resumed. */
  void suspend(String lane);

  /** Ends the suspension of a lane; parts of it may still be suspended. */
  void resume(String lane);

  /** Ends all suspensions. */
  void resumeAll();

  /**
   * Leases what has been due longest of an originator's in a lane: one message, and as many of its
   * due recipients in this lane as go to one destination.
   *
   * @param limit how many may go together (RFC 5321 §4.5.3.1.8 guarantees 100); 0: those that do
   *     not pass the warm-up wait, and only the others are looked at
   * @return empty when nothing of it is due there any more
   */
  Optional<LeasedDeliveries> lease(LanePart part, Instant now, LeaseLimit limit);

  /** The same, for any originator that is not suspended. */
  default Optional<LeasedDeliveries> lease(String lane, Instant now, LeaseLimit limit) {
    for (var part = due(lane, now); part.isPresent(); part = due(lane, now)) {
      var leased = lease(part.get(), now, limit);
      if (leased.isPresent()) {
        return leased;
      }
    }
    return Optional.empty();
  }

  /** The same, with at most {@code recipients} recipients, whichever is found first. */
  default Optional<LeasedDeliveries> lease(String lane, Instant now, int recipients) {
    return lease(lane, now, (_, _) -> recipients);
  }

  /** The message of leased deliveries as it was accepted, trace fields included. */
  InputStream open(LeasedDeliveries consignment) throws IOException;

  /**
   * Makes durable, all at once, the outcomes of an attempt, and ends the leases. To be called
   * before the peer is given anything else. When it throws nothing was changed, and the leases go
   * on: the caller settles again, or gives back what is then attempted once too often. It throws
   * while the disk has less than half of its reserve left, which is for deletions.
   *
   * @param settlements of one message's deliveries
   * @param reports tell the sender: bounces, warnings, relayed notices. They may be there only
   *     while {@link #takesReports}
   * @param suppressions recipients not to be mailed again
   * @return what became of each report: stored in one of its forms; or not, because there is no
   *     room for it beyond a limit
   */
  List<CommitResult> settle(
      List<Settlement> settlements, List<SenderReport> reports, List<Suppression> suppressions);

  /** Whether reports can be stored: not while all that the disk has left is its reserve. */
  boolean takesReports();

  /** Ends leases of what was not attempted; it stays due. Nothing has to be durable for that. */
  void giveBack(Collection<DeliveryId> deliveries);

  /** Moves what is queued in a lane for a destination to another lane: its route has changed. */
  void move(String destination, String from, String to);

  /** The same for those alone that do not pass the warm-up: they go by another way. */
  void divert(String destination, String from, String to);

  /** Looks again at what of a part was left for want of room, as {@link LeaseLimit} said. */
  void reconsider(LanePart part);

  /** How many deliveries of a part wait that do not pass the warm-up; leased ones count. */
  long notPassing(LanePart part);

  /** The days of warm-up that are known, the latest of each policy and provider. */
  List<WarmUpDay.Used> warmUps();

  /**
   * Makes durable which day it is in each warm-up; what was used on it is kept.
   *
   * @param days those that there are; others go, unless their day is {@code since} or later
   */
  void keepWarmUps(List<WarmUpDay> days, LocalDate since);

  /** Makes all that is queued due earlier by {@code back}: the clock was set back. */
  void rebase(Duration back);

  /**
   * The latest time at which a delivery was queued or became final, by the clock of that time. What
   * was there at a {@link #rebase} does not count any more.
   */
  Optional<Instant> latest();

  /** The page of deliveries that match, newest first. */
  DeliveryPage list(DeliveryQuery query);

  /** One delivery. */
  Optional<Delivery> find(DeliveryId id);

  /** All deliveries of a message, in the order of its recipients. */
  List<Delivery> ofMessage(String messageId);

  /**
   * How many recipients elsewhere a message began with, whatever their state is now; 0 when nothing
   * is known of it any more.
   */
  int recipientsOf(String messageId);

  /** Every attempt for a delivery, oldest first; the last {@value #MAX_ATTEMPTS_KEPT}. */
  List<Attempt> attempts(DeliveryId id);

  /** The number of attempts that are kept of one delivery. */
  int MAX_ATTEMPTS_KEPT = 100;

  /**
   * Holds, releases, retries or deletes. A delivery that is being sent is held or retried from its
   * next attempt on, and is not deleted; one that is final stays what it is.
   *
   * @return how many changed
   */
  int apply(Action action, Collection<DeliveryId> deliveries, Instant now);

  /** What people can do to a delivery. */
  enum Action {
    /** {@code QUEUED} to {@code HELD}; what is held by itself becomes a person's to release. */
    HOLD,
    /** {@code HELD} to {@code QUEUED}, due now, where it is for people to release. */
    RELEASE,
    /** {@code QUEUED}: due now. */
    RETRY,
    /** {@code QUEUED} or {@code HELD} to {@code CANCELLED}. */
    DELETE
  }

  /** Octets of a mailbox owner's messages that wait here, each message once; cheap. */
  long waiting(String mailboxId);

  /**
   * How many deliveries are not final, of whom; cheap.
   *
   * @param domain a domain of ours
   * @param mailboxId of a user's mailbox; empty: what nobody logged in for counts for the domain
   */
  QueueShares.Waiting waiting(String domain, Optional<String> mailboxId);

  /**
   * Holds deliveries that are queued, or held for another reason than by a person. A delivery that
   * is being sent is held from its next attempt on.
   *
   * @return how many changed
   */
  int hold(HoldReason reason, Collection<DeliveryId> deliveries, Instant now);

  /**
   * Queues again, due now, deliveries that are not held by a person.
   *
   * @return how many changed
   */
  int unhold(Collection<DeliveryId> deliveries, Instant now);

  /**
   * The deliveries that are held, but not by a person, oldest first.
   *
   * @param after only deliveries newer than this one
   * @param limit at most so many
   */
  List<Delivery> heldByThemselves(Optional<DeliveryId> after, int limit);

  /**
   * Leases deliveries of one message that are held since {@code before} or longer, whatever for: to
   * be settled as expired.
   *
   * @return empty when there are none
   */
  Optional<LeasedDeliveries> leaseHeld(Instant before);

  /** All of it, for health, limits and metrics; cheap. */
  QueueStatus status();

  /** Forgets deliveries that became final before {@code before}, with their attempts. */
  void purge(Instant before);

  /**
   * The outcome of an attempt for one delivery.
   *
   * @param state {@code QUEUED} for another attempt at {@code due}, or final
   * @param warned whether {@code reports} has a warning of its delay
   * @param passesWarmUp whether it passes the warm-up from now on
   * @param warmUps the days that it counts to, unless it passed the warm-up before
   * @param counted what of it counts for the reputation of its policy; empty: nothing
   */
  record Settlement(
      DeliveryId id,
      Delivery.State state,
      Instant due,
      Attempt attempt,
      boolean warned,
      boolean passesWarmUp,
      List<WarmUpDay> warmUps,
      Optional<RecipientOutcome> counted) {
    public Settlement {
      warmUps = List.copyOf(warmUps);
    }

    /** An outcome of an attempt that counts to no warm-up, and for nobody's reputation. */
    public Settlement(
        DeliveryId id, Delivery.State state, Instant due, Attempt attempt, boolean warned) {
      this(id, state, due, attempt, warned, true, List.of(), Optional.empty());
    }
  }

  /**
   * @param queued deliveries that wait or are being sent
   * @param heldFor deliveries that are held, by reason; reasons that nothing is held for are left
   *     out
   * @param sending deliveries that are leased
   * @param oldest when the oldest of the first two was queued
   */
  record QueueStatus(
      long queued, Map<HoldReason, Long> heldFor, long sending, Optional<Instant> oldest) {
    public QueueStatus {
      heldFor = Map.copyOf(heldFor);
    }

    /** Deliveries that are held, for whatever reason. */
    public long held() {
      return heldFor.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How long the oldest has been there. */
    public Duration age(Instant now) {
      return oldest.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }
  }
}
