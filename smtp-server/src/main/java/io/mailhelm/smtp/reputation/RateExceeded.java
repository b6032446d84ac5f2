package io.mailhelm.smtp.reputation;

import java.util.Objects;

/**
 * A rate that is above its limit.
 *
 * @param message a sentence with the numbers, the worst destinations and what to do
 */
public record RateExceeded(PauseReason reason, String message) {
  public RateExceeded {
    Objects.requireNonNull(reason);
    Objects.requireNonNull(message);
  }
}
