package io.mailhelm.operator.rollout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.mailhelm.compiler.ObservedPolicy;
import io.mailhelm.config.Surrogates;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a pod reports of the mail of a SendPolicy. A server that faces the internet may say
 * anything: what makes no sense counts as not said.
 *
 * @param name the policy's; empty: none that can be one
 * @param rates what became of its recipients; zeros where it does not say
 * @param paused why its mail waits; null: it does not
 * @param warmUp how far its warm-up is; null: it has none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodPolicy(String name, Rates rates, Paused paused, WarmUp warmUp) {
  /** RFC 1123, as names of resources are. */
  private static final int LONGEST_NAME = 253;

  public PodPolicy {
    name = name == null || name.length() > LONGEST_NAME ? "" : name;
    rates = rates == null ? new Rates(0, 0, 0, 0, 0) : rates;
  }

  /** As statuses are made of it. */
  ObservedPolicy observed() {
    return new ObservedPolicy(
        new ObservedPolicy.Counts(
            rates.delivered(), rates.bounced(), rates.blocked(), rates.full(), rates.complained()),
        Optional.ofNullable(paused).flatMap(Paused::pause),
        Optional.ofNullable(warmUp).flatMap(WarmUp::observed));
  }

  /** Recipients by what became of them. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Rates(long delivered, long bounced, long blocked, long full, long complained) {
    /** More than any server sends in a window; sums of such are still numbers. */
    private static final long MOST = 1_000_000_000_000L;

    public Rates {
      delivered = Math.clamp(delivered, 0, MOST);
      bounced = Math.clamp(bounced, 0, MOST);
      blocked = Math.clamp(blocked, 0, MOST);
      full = Math.clamp(full, 0, MOST);
      complained = Math.clamp(complained, 0, MOST);
    }
  }

  /**
   * Why mail waits.
   *
   * @param reason a word, which becomes a condition's reason
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Paused(String reason, String message) {
    private static final int LONGEST_REASON = 64;
    private static final int LONGEST_MESSAGE = 1024;

    public Paused {
      reason = isReason(reason) ? reason : "";
      message = message == null ? "" : Surrogates.beginning(message, LONGEST_MESSAGE);
    }

    private static boolean isReason(String reason) {
      return reason != null
          && reason.length() <= LONGEST_REASON
          && reason.chars().allMatch(each -> each < 128 && Character.isLetter(each));
    }

    private Optional<ObservedPolicy.Pause> pause() {
      return reason.isEmpty()
          ? Optional.empty()
          : Optional.of(new ObservedPolicy.Pause(reason, message));
    }
  }

  /**
   * How far a warm-up is.
   *
   * @param cap null: there is none any more
   * @param resetsAt RFC 3339
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record WarmUp(int day, Integer cap, int used, String resetsAt) {
    private static final int LONGEST_TIME = 64;

    private Optional<ObservedPolicy.WarmUp> observed() {
      if (day < 1 || resetsAt == null || resetsAt.length() > LONGEST_TIME) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new ObservedPolicy.WarmUp(
                day,
                Optional.ofNullable(cap).map(most -> Math.max(0, most)),
                Math.max(0, used),
                Instant.parse(resetsAt)));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }
}
