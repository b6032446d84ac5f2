package io.mailhelm.operator;

/**
 * When a failed reconciliation is tried again: soon, then ever more seldom, and without end. What
 * an API server refuses today it may accept tomorrow, and no event would make the operator look
 * again.
 */
public final class RetryPolicy {
  /** For {@code GradualRetry}: there is no last attempt. */
  public static final int WITHOUT_END = -1;

  /** Milliseconds. */
  public static final long FIRST_PAUSE = 200;

  /** How much longer each pause is than the one before. */
  public static final double LONGER = 2;

  /** Milliseconds. */
  public static final long LONGEST_PAUSE = 60_000;

  private RetryPolicy() {}
}
