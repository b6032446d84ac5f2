package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.MailStore.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The recipients of a message elsewhere, and how it leaves to them; committed with the message's
 * mailbox entries, all or nothing.
 *
 * @param domain the mail domain of ours it leaves from, in A-label form: whose suppression list,
 *     keys and counts it concerns
 * @param policy the SendPolicy it leaves under; empty: the default
 * @param requirements what the sender asked of every hop
 * @param dueAt when it is tried first, for the recipients that are not for later
 * @param expiresAt when it is given up, for the same
 * @param passesWarmUp whether it is no part of its policy's warm-up
 * @param deliveries one for each recipient, one or more
 * @param ownership whose it is, besides who handed it over
 */
public record OutgoingPart(
    String domain,
    Optional<String> policy,
    Set<Requirement> requirements,
    Instant dueAt,
    Instant expiresAt,
    boolean passesWarmUp,
    List<NewDelivery> deliveries,
    Ownership ownership) {
  public OutgoingPart {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(policy);
    Objects.requireNonNull(ownership);
    Objects.requireNonNull(dueAt);
    Objects.requireNonNull(expiresAt);
    requirements = Set.copyOf(requirements);
    deliveries = List.copyOf(deliveries);
  }

  /** One of nobody's here, but for who handed it over. */
  public OutgoingPart(
      String domain,
      Optional<String> policy,
      Set<Requirement> requirements,
      Instant dueAt,
      Instant expiresAt,
      List<NewDelivery> deliveries) {
    this(domain, policy, requirements, dueAt, expiresAt, false, deliveries, Ownership.NONE);
  }

  /**
   * The mailboxes here that a message elsewhere concerns.
   *
   * @param returnsTo the id of the mailbox that its reverse-path meant when it was accepted, {@link
   *     Submitter#REMOVED} where that is nobody's in a domain of ours: reports on it go there.
   *     Empty: the reverse-path is null, or another server's
   * @param share the id of the mailbox in whose share of what waits it counts, where nobody handed
   *     it over: a report's, the user's whose mail it is on
   */
  public record Ownership(Optional<String> returnsTo, Optional<String> share) {
    /** It concerns none. */
    public static final Ownership NONE = new Ownership(Optional.empty(), Optional.empty());

    public Ownership {
      Objects.requireNonNull(returnsTo);
      Objects.requireNonNull(share);
    }
  }

  /** What the next hop must be able to do. */
  public enum Requirement {
    /** MAIL said SMTPUTF8 (RFC 6531). */
    SMTPUTF8,
    /** MAIL said REQUIRETLS (RFC 8689 §2). */
    REQUIRETLS,
    /**
     * The header says {@code TLS-Required: No} (RFC 8689 §3): deliver rather than insist on TLS.
     */
    TLS_OPTIONAL
  }

  /**
   * A recipient elsewhere.
   *
   * @param destination the recipient's domain in A-label form, or an address literal with its
   *     brackets
   * @param lane what shares connections and rates: a policy and a next hop, opaque to the store
   * @param later by how much it is tried first, and given up, later than the message says; a limit
   *     has it wait. 0 or more
   */
  public record NewDelivery(Recipient recipient, String destination, String lane, Duration later) {
    public NewDelivery {
      Objects.requireNonNull(recipient);
      Objects.requireNonNull(destination);
      Objects.requireNonNull(lane);
      if (later.isNegative()) {
        throw new IllegalArgumentException("later must be 0 or more");
      }
    }

    /** A delivery that need not wait. */
    public NewDelivery(Recipient recipient, String destination, String lane) {
      this(recipient, destination, lane, Duration.ZERO);
    }

    /** The same for later. */
    public NewDelivery after(Duration wait) {
      return new NewDelivery(recipient, destination, lane, wait);
    }
  }
}
