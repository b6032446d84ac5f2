package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps what others report on our mail after they took it: delivery status notifications (RFC 3464)
 * and complaints (RFC 5965); and hourly sums of those and of our own attempts. A message that was
 * committed with {@link NewMessage#reportOn()} waits here until somebody has read it.
 */
public interface SendReports {
  /**
   * Reports that may wait in all; anybody who had mail of ours can send some. One that comes when
   * there are as many is in its mailbox like any message, and is not read.
   */
  int MAX_UNREAD = 10_000;

  /** The same of those on one delivery. */
  int MAX_UNREAD_ON_ONE = 4;

  /** Reports on one delivery that say something and are read, ever; further ones are not. */
  int MAX_READ_ON_ONE = 16;

  /** The report that has waited longest; it stays first until it is taken in. */
  default Optional<Pending> next() {
    return next(Optional.empty());
  }

  /**
   * The report that has waited longest of those that came after one.
   *
   * @param after empty: of all
   */
  Optional<Pending> next(Optional<EntryId> after);

  /**
   * Makes durable, all at once, what reports say, and that they were read. Of each kind one a
   * delivery is counted, however many reports say it.
   */
  void takeIn(List<Taken> reports);

  /**
   * How many reports on a delivery were read.
   *
   * @return 0 of one that is not known
   */
  int read(DeliveryId delivery);

  /**
   * Sums by policy and hour, oldest first. The store adds to them what attempts come to, by itself.
   *
   * @param policy empty: of every policy
   */
  List<Counts> counts(Optional<String> policy, Instant since);

  /**
   * A report that has not been read yet.
   *
   * @param entry where it is; a message that is in no mailbox any more is not reported
   * @param about what of ours it is on, as {@link NewMessage#reportOn} had it
   */
  record Pending(EntryId entry, String about) {}

  /**
   * A report that was read.
   *
   * @param on the delivery whose return path it came to, where that is known
   */
  record Taken(
      Pending report, Optional<DeliveryId> on, List<Said> said, List<Suppression> suppressions) {
    public Taken {
      Objects.requireNonNull(report);
      Objects.requireNonNull(on);
      said = List.copyOf(said);
      suppressions = List.copyOf(suppressions);
    }
  }

  /**
   * Something a report says about a delivery under a policy.
   *
   * @param counted what of it counts for the reputation of the policy; empty: nothing
   */
  record Said(
      DeliveryId delivery,
      String domain,
      Optional<String> policy,
      Kind kind,
      Instant at,
      Optional<RecipientOutcome> counted) {
    /** Something that counts for nobody's reputation. */
    public Said(
        DeliveryId delivery, String domain, Optional<String> policy, Kind kind, Instant at) {
      this(delivery, domain, policy, kind, at, Optional.empty());
    }
  }

  /** What it says. */
  enum Kind {
    /** It did not arrive, for good. */
    BOUNCE,
    /** It arrived and was not wanted. */
    COMPLAINT
  }

  /**
   * @param domain of ours
   * @param hour its beginning
   * @param delivered recipients whose server took the message
   * @param bounced recipients that were refused for good, at once or by a report
   * @param complained recipients who complained
   */
  record Counts(
      String domain,
      Optional<String> policy,
      Instant hour,
      long delivered,
      long bounced,
      long complained) {}
}
