package io.mailhelm.compiler;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What statuses depend on besides a compilation.
 *
 * @param now for conditions that change
 * @param offered hash of the config that came of the compilation, empty when none did
 * @param running hash of the config that every server runs, empty while that is not known
 */
public record Observed(Instant now, Optional<String> offered, Optional<String> running) {
  public Observed {
    Objects.requireNonNull(now);
    Objects.requireNonNull(offered);
    Objects.requireNonNull(running);
  }
}
