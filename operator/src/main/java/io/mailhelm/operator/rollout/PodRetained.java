package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.PodFailure;
import io.mailhelm.compiler.Retained;
import io.mailhelm.dns.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers which mailboxes of deleted users the servers of one MailDomain last said they keep.
 * They are asked again only when they say that this has changed. For one thread at a time.
 */
public final class PodRetained {
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private String revision = "";
  private Optional<Retained> known = Optional.empty();
  private Optional<PodFailure> unheard = Optional.empty();
  private Duration notBefore = Duration.ZERO;

  /** Their last answer; empty where none has answered yet. */
  public Optional<Retained> known() {
    return known;
  }

  /** Why what is known may be of an earlier time; empty: it is what they say now. */
  Optional<PodFailure> unheard() {
    return unheard;
  }

  /**
   * Whether they are to be asked: one that did not answer is not asked again at once.
   *
   * @param elapsed the time, as {@link ElapsedTime#now} has it
   */
  boolean isWanted(String now, Duration elapsed) {
    return !now.equals(revision) && (unheard.isEmpty() || elapsed.compareTo(notBefore) >= 0);
  }

  void heard(String now, Retained retained) {
    revision = now;
    known = Optional.of(retained);
    unheard = Optional.empty();
  }

  /**
   * One of them was asked, and did not answer.
   *
   * @param elapsed the time, as {@link ElapsedTime#now} has it
   */
  void notHeard(String pod, Instant at, Duration elapsed) {
    notBefore = elapsed.plus(AGAIN);
    unheard =
        Optional.of(
            new PodFailure(
                PodFailure.Cause.Unheard,
                "RetainedUnknown",
                "%s does not say in time what it keeps of users who are gone".formatted(pod),
                at));
  }
}
