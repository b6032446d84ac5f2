package io.mailhelm.config;

import java.util.Objects;
import java.util.Optional;

/**
 * How many recipients mail may go to within any minute, any hour and any day: sliding windows, not
 * those of a clock on the wall.
 *
 * @param perMinute recipients in any 60 seconds, 0 or more; empty: no limit
 * @param perHour recipients in any hour; empty: no limit
 * @param perDay recipients in any 24 hours; empty: no limit
 */
public record RecipientWindows(
    Optional<Integer> perMinute, Optional<Integer> perHour, Optional<Integer> perDay) {
  /** No limit. */
  public static final RecipientWindows NONE =
      new RecipientWindows(Optional.empty(), Optional.empty(), Optional.empty());

  public RecipientWindows {
    check("perMinute", perMinute);
    check("perHour", perHour);
    check("perDay", perDay);
  }

  /** Whether there is any limit. */
  public boolean limits() {
    return !equals(NONE);
  }

  private static void check(String name, Optional<Integer> value) {
    Objects.requireNonNull(value);
    if (value.filter(count -> count < 0).isPresent()) {
      throw new IllegalArgumentException(name + " must be 0 or more");
    }
  }
}
