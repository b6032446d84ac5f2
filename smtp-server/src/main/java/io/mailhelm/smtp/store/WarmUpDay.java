package io.mailhelm.smtp.store;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A day of a policy's warm-up.
 *
 * @param policy name of the SendPolicy
 * @param provider whose mail alone it is about; empty: all mail
 * @param startedOn the first day of the warm-up, as it was declared
 * @param day of the calendar in the policy's time zone
 * @param level how many days have raised the cap, 0 or more
 */
public record WarmUpDay(
    String policy, Optional<String> provider, LocalDate startedOn, LocalDate day, int level) {
  public WarmUpDay {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(provider);
    Objects.requireNonNull(startedOn);
    Objects.requireNonNull(day);
    if (level < 0) {
      throw new IllegalArgumentException("no level: " + level);
    }
  }

  /**
   * A day, and how many recipients it was given.
   *
   * @param used recipients whose first attempt was on that day
   */
  public record Used(WarmUpDay day, int used) {
    public Used {
      Objects.requireNonNull(day);
    }
  }
}
