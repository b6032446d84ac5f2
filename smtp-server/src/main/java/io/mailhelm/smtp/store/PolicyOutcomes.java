package io.mailhelm.smtp.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps what became of recipients under each SendPolicy, summed up in slots of time, and which
 * policies are paused for it. Outcomes come in with the attempt ({@link MailQueue#settle}) or the
 * report ({@link SendReports#takeIn}) that they are of, in its transaction. Thread-safe.
 */
public interface PolicyOutcomes {
  /** The length of a slot. Slots begin at multiples of it since 1970. */
  Duration SLOT = Duration.ofMinutes(5);

  /** As long as slots are kept: the longest window of a policy. */
  Duration KEPT = Duration.ofDays(14);

  /**
   * Destinations that are counted by name in one slot of a policy: the first ones from which
   * anything but a delivery comes. Others are in the policy's sums only.
   */
  int NAMED_IN_A_SLOT = 16;

  /**
   * The sums of a policy's slots.
   *
   * @param since slots that begin earlier are left out
   * @param until slots that begin later are left out
   */
  OutcomeSums sums(PolicyKey policy, Instant since, Instant until);

  /**
   * The destinations with the most bad addresses, blocks and complaints in those slots, the worst
   * first.
   *
   * @param limit at most so many
   */
  List<DestinationSums> worst(PolicyKey policy, Instant since, Instant until, int limit);

  /** What is known of a policy beside its sums. */
  PauseState state(PolicyKey policy);

  /** Makes durable that a person resumes a policy, from this time on. */
  void resume(PolicyKey policy, Instant at);

  /**
   * Makes durable that a policy is paused, or is not.
   *
   * @param since when the pause began; empty: it is over
   */
  void pause(PolicyKey policy, Optional<Instant> since);

  /**
   * What comes from one destination.
   *
   * @param destination a domain, in A-label form
   * @param sums without what was delivered and without full mailboxes
   */
  record DestinationSums(String destination, OutcomeSums sums) {}

  /**
   * @param resumedAt when a person last resumed the policy here
   * @param pausedSince empty: it is not paused
   */
  record PauseState(Optional<Instant> resumedAt, Optional<Instant> pausedSince) {
    /** Nobody resumed it, and it is not paused. */
    public static final PauseState NONE = new PauseState(Optional.empty(), Optional.empty());

    public PauseState {
      Objects.requireNonNull(resumedAt);
      Objects.requireNonNull(pausedSince);
    }
  }
}
