package io.mailhelm.compiler;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the mail of a SendPolicy does, on all servers that were asked together.
 *
 * @param counts what became of its recipients in its window
 * @param pause why its mail waits; empty: it does not
 * @param warmUp how far its warm-up is; empty: it has none, or nobody says
 */
public record ObservedPolicy(Counts counts, Optional<Pause> pause, Optional<WarmUp> warmUp) {
  public ObservedPolicy {
    Objects.requireNonNull(counts);
    Objects.requireNonNull(pause);
    Objects.requireNonNull(warmUp);
  }

  /**
   * Both together. Mail waits where either says so, which then tells why.
   *
   * @param other what another server of the same MailDomain says of it
   */
  public ObservedPolicy plus(ObservedPolicy other) {
    return new ObservedPolicy(
        counts.plus(other.counts),
        pause.or(other::pause),
        Stream.concat(warmUp.stream(), other.warmUp.stream()).reduce(WarmUp::plus));
  }

  /** Whether the other says something else than other numbers. */
  public boolean isNewsTo(ObservedPolicy other) {
    return !pause.map(Pause::reason).equals(other.pause.map(Pause::reason))
        || !warmUp.map(WarmUp::day).equals(other.warmUp.map(WarmUp::day));
  }

  /**
   * Recipients by what became of them.
   *
   * @param bounced nobody has the address
   * @param blocked their servers refuse who sends, what or how much
   * @param full their mailboxes are full
   * @param complained they complained; they are among the delivered too
   */
  public record Counts(long delivered, long bounced, long blocked, long full, long complained) {
    Counts plus(Counts other) {
      return new Counts(
          delivered + other.delivered,
          bounced + other.bounced,
          blocked + other.blocked,
          full + other.full,
          complained + other.complained);
    }

    long sample() {
      return delivered + bounced + blocked + full;
    }
  }

  /**
   * Why mail waits.
   *
   * @param reason {@code HighBounceRate} or {@code HighComplaintRate}
   * @param message the server's sentence with the numbers
   */
  public record Pause(String reason, String message) {
    public Pause {
      Objects.requireNonNull(reason);
      Objects.requireNonNull(message);
    }
  }

  /**
   * How far a warm-up is.
   *
   * @param day from 1
   * @param cap recipients today at most; empty: any number
   * @param used recipients today so far
   * @param resetsAt when the next day begins
   */
  public record WarmUp(int day, Optional<Integer> cap, int used, Instant resetsAt) {
    public WarmUp {
      Objects.requireNonNull(cap);
      Objects.requireNonNull(resetsAt);
    }

    /** Each server has its own cap and uses it up by itself. */
    private WarmUp plus(WarmUp other) {
      return new WarmUp(
          Math.max(day, other.day),
          cap.isPresent() && other.cap.isPresent()
              ? Optional.of(sum(cap.get(), other.cap.get()))
              : Optional.empty(),
          sum(used, other.used),
          Stream.of(resetsAt, other.resetsAt).min(Comparator.naturalOrder()).orElseThrow());
    }

    private static int sum(int one, int other) {
      return Math.clamp((long) one + other, 0, Integer.MAX_VALUE);
    }
  }
}
