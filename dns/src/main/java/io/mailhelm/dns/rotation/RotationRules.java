package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The declared lifetimes of a domain's keys.
 *
 * @param algorithms those that are to sign, with one key each
 * @param rotateAfter how long a key signs before the next one is made
 * @param retireAfter how long its record stays published after it has stopped signing
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
