package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.SendReports.Counts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads mail and deliveries for one {@link Requester}. Such reads take turns by requester, and
 * delay neither incoming nor outgoing mail. The memory for each row is drawn before it is made.
 *
 * <p>Every method throws {@link RequesterLeftException} when the requester has left, and what
 * {@link Requester#hold} throws.
 */
public interface StoreReads extends RetainedMailboxes {
  /**
   * Characters of text after which a page ends before it has as many rows as were asked for. It has
   * one row at least.
   */
  long MOST_CHARACTERS = 1 << 20;

  /** The page of entries that match, newest first; it may end at {@link #MOST_CHARACTERS}. */
  EntryPage list(EntryQuery query);

  /** One entry. */
  Optional<MailboxEntry> find(EntryId id);

  /** The message of an entry as it was accepted, trace fields included; the caller closes it. */
  Optional<InputStream> open(EntryId id) throws IOException;

  /** The page of deliveries that match, newest first; it may end at {@link #MOST_CHARACTERS}. */
  DeliveryPage list(DeliveryQuery query);

  /** The ids of the deliveries that match, newest first, as many as the query asks for. */
  List<DeliveryId> ids(DeliveryQuery query);

  /** One delivery. */
  Optional<Delivery> find(DeliveryId id);

  /** All deliveries of a message, in the order of its recipients. */
  List<Delivery> ofMessage(String messageId);

  /** Every attempt for a delivery that is kept, oldest first. */
  List<Attempt> attempts(DeliveryId id);

  /**
   * A page of suppressed addresses, in their order; it may end at {@link #MOST_CHARACTERS}.
   *
   * @param domain empty: of every domain
   * @param after only those that come after this address (and its domain); empty: from the first
   * @param limit 1 to 1,000
   */
  SuppressionPage suppressions(Optional<String> domain, Optional<Suppression> after, int limit);

  /** Sums by policy and hour, oldest first. */
  List<Counts> counts(Optional<String> policy, Instant since);

  /**
   * A page of suppressed addresses.
   *
   * @param more whether others follow the last one
   */
  record SuppressionPage(List<Suppression> suppressions, boolean more) {
    public SuppressionPage {
      suppressions = List.copyOf(suppressions);
    }
  }
}
