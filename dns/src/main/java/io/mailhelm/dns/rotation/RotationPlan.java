package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The next state of a domain's keys, and when to look again.
 *
 * @param ledger the ledger to write; in the same write a missing private key of a key in it is
 *     made, and a private key that is no longer in it is removed
 * @param nextTransition when something changes next by itself; empty: not before the DNS shows
 *     something
 * @param lookAgain how long to wait at most before asking again
 */
public record RotationPlan(
    DkimLedger ledger, Optional<Instant> nextTransition, Duration lookAgain) {
  public RotationPlan {
    Objects.requireNonNull(ledger);
    Objects.requireNonNull(nextTransition);
    Objects.requireNonNull(lookAgain);
  }
}
