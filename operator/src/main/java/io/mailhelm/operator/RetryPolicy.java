package io.mailhelm.operator;

/**
 * How a reconciliation that failed is tried again: soon, then ever more seldom, and never given up.
 * What an API server refuses today it may take tomorrow, without anything happening that would make
 * the operator look again.
 */
public final class RetryPolicy {
  /** For {@code GradualRetry}: no number of attempts is the last. */
  public static final int WITHOUT_END = -1;

  /** Milliseconds. */
  public static final long FIRST_PAUSE = 200;

  /** How much longer each pause is than the one before. */
  public static final double LONGER = 2;

  /** Milliseconds. */
  public static final long LONGEST_PAUSE = 60_000;

  private RetryPolicy() {}
}
