package io.mailhelm.watch;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.rotation.RotationRules;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Generated keys to rotate, and the resolvers to ask for their records.
 *
 * @param domain what their MailDomain was compiled to; empty where it is refused: then nothing is
 *     asked
 * @param resolvers name servers to ask; empty: the machine's
 * @param addresses which of the addresses that zones give their name servers may be asked
 */
record KeySubject(
    GeneratedKeys keys, Optional<Domain> domain, List<String> resolvers, AddressRules addresses) {
  KeySubject {
    Objects.requireNonNull(keys);
    Objects.requireNonNull(domain);
    Objects.requireNonNull(addresses);
    resolvers = List.copyOf(resolvers);
  }

  RotationRules rules() {
    return GeneratedKeys.rules(keys.wanted());
  }

  /** The pending keys whose records are to be looked for; none where nothing is to be asked. */
  List<DkimKey> pending() {
    return domain
        .filter(any -> any.dns().watched())
        .map(
            any ->
                any.dkim().stream()
                    .filter(key -> key.stage() == DkimKey.Stage.Pending)
                    .filter(key -> !key.publicKey().isEmpty())
                    .toList())
        .orElse(List.of());
  }

  /** The same, but only those that are pending by the ledger. */
  List<DkimKey> pending(DkimLedger ledger) {
    return pending().stream()
        .filter(
            key ->
                ledger
                    .key(key.selector())
                    .filter(any -> any.stage() == DkimKey.Stage.Pending)
                    .isPresent())
        .toList();
  }

  /**
   * The pause before the next look. A record that is awaited is looked for at least as often as the
   * domain's other records.
   */
  Duration pause(Duration planned) {
    var interval =
        domain
            .filter(any -> !pending().isEmpty())
            .map(any -> any.dns().checkInterval())
            .orElse(planned);
    return interval.compareTo(planned) < 0 ? interval : planned;
  }

  /** Whether the other one is the same in all that matters here. */
  boolean isAs(KeySubject other) {
    return keys.version().equals(other.keys.version())
        && rules().equals(other.rules())
        && pending().equals(other.pending())
        && resolvers.equals(other.resolvers)
        && addresses.equals(other.addresses);
  }
}
