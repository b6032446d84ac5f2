package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of a domain's keys, and where they are in their lives.
 *
 * @param wanted one key of each is to sign; empty: the key is somebody's own
 * @param ledger of generated keys; empty where the Secret has none, so that all of its keys sign
 */
public record Signing(List<DkimKey.Algorithm> wanted, Optional<DkimLedger> ledger) {
  /** Where nothing is known of them. */
  static final Signing UNKNOWN = new Signing(List.of(), Optional.empty());

  public Signing {
    wanted = List.copyOf(wanted);
    Objects.requireNonNull(ledger);
  }
}
