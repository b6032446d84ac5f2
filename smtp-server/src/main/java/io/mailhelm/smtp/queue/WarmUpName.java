package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.WarmUpDay;
import java.util.Objects;
import java.util.Optional;

/**
 * A cap of a warm-up, by name.
 *
 * @param policy of which SendPolicy
 * @param provider whose mail alone it is for; empty: all mail
 */
record WarmUpName(String policy, Optional<String> provider) {
  WarmUpName {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(provider);
  }

  static WarmUpName of(WarmUpDay day) {
    return new WarmUpName(day.policy(), day.provider());
  }
}
