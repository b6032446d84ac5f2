package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to become of a domain's keys.
 *
 * @param ledger what the ledger is to say now; a key in it that has no private key yet is to be
 *     made, a private key that is not in it any more is to go, all in one write
 * @param nextTransition when something changes next by itself; empty: when the DNS shows something
 * @param lookAgain when to ask again at the latest
 */
public record RotationPlan(
    DkimLedger ledger, Optional<Instant> nextTransition, Duration lookAgain) {
  public RotationPlan {
    Objects.requireNonNull(ledger);
    Objects.requireNonNull(nextTransition);
    Objects.requireNonNull(lookAgain);
  }
}
