package io.mailhelm.config;

import java.time.Duration;
import java.util.Objects;

/**
 * When mail of a policy bounces or is complained about too often, and what happens then ({@code
 * SendPolicy.spec.reputation}).
 *
 * @param judged whether anything happens at all
 * @param window the sliding window
 * @param minimumSample recipients in the window below which nothing is judged, 1 or more
 * @param bouncePercent bounces at most
 * @param complaintPercent complaints at most
 * @param action what happens beyond them
 */
public record ReputationRules(
    boolean judged,
    Duration window,
    int minimumSample,
    Percent bouncePercent,
    Percent complaintPercent,
    Action action) {
  /** What to do about too many bounces or complaints. */
  public enum Action {
    /** The policy's mail waits, until a person resumes it or the window is clean. */
    Pause,
    /** It is said. */
    Warn
  }

  /** The preset {@code Standard}. */
  public static final ReputationRules STANDARD =
      new ReputationRules(
          true, Duration.ofHours(24), 50, Percent.of("5"), Percent.of("0.1"), Action.Pause);

  /** The preset {@code Strict}. */
  public static final ReputationRules STRICT =
      new ReputationRules(
          true, Duration.ofHours(24), 20, Percent.of("2"), Percent.of("0.05"), Action.Pause);

  /** The preset {@code None}, and what counts where nothing is declared. */
  public static final ReputationRules NONE =
      new ReputationRules(
          false, Duration.ofHours(24), 50, Percent.of("5"), Percent.of("0.1"), Action.Warn);

  public ReputationRules {
    Objects.requireNonNull(window);
    Objects.requireNonNull(bouncePercent);
    Objects.requireNonNull(complaintPercent);
    Objects.requireNonNull(action);
    if (minimumSample < 1) {
      throw new IllegalArgumentException("minimumSample must be more than 0");
    }
  }
}
