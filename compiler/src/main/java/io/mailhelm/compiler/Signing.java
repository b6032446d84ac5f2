package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The algorithms that a domain's keys should have, and the ledger of its generated keys.
 *
 * @param wanted algorithms with which one key each is to sign; empty: the owner brings the key
 * @param ledger of generated keys; empty where the Secret has none, so that all of its keys sign
 */
public record Signing(List<DkimKey.Algorithm> wanted, Optional<DkimLedger> ledger) {
  /** Nothing is known of the keys. */
  static final Signing UNKNOWN = new Signing(List.of(), Optional.empty());

  public Signing {
    wanted = List.copyOf(wanted);
    Objects.requireNonNull(ledger);
  }
}
