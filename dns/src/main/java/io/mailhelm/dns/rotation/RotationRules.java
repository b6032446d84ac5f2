package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How long keys live.
 *
 * @param algorithms one key each is to sign
 * @param rotateAfter how long a key signs before the next one is made
 * @param retireAfter how long its record stays published after it stopped
 * @param deleteAfter how long the private key is kept after that
 */
public record RotationRules(
    List<DkimKey.Algorithm> algorithms,
    Duration rotateAfter,
    Duration retireAfter,
    Duration deleteAfter) {
  public RotationRules {
    algorithms = algorithms.stream().sorted().distinct().toList();
    Objects.requireNonNull(rotateAfter);
    Objects.requireNonNull(retireAfter);
    Objects.requireNonNull(deleteAfter);
  }
}
