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
 * Generated keys that are driven, and whom to ask for their records.
 *
 * @param domain what their MailDomain was compiled to; empty where it is refused: nobody is asked
 *     then
 * @param resolvers whom to ask; empty: the machine's
 * @param addresses which addresses that zones give their name servers are asked
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

  /** Those whose records are to be looked for: none where nobody is to be asked. */
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

  /** The same, as far as a ledger says that they are pending. */
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

  /** A record that is waited for is looked for as often as the others are. */
  Duration pause(Duration planned) {
    var interval =
        domain
            .filter(any -> !pending().isEmpty())
            .map(any -> any.dns().checkInterval())
            .orElse(planned);
    return interval.compareTo(planned) < 0 ? interval : planned;
  }

  /** Whether there is nothing new in the other. */
  boolean isAs(KeySubject other) {
    return keys.version().equals(other.keys.version())
        && rules().equals(other.rules())
        && pending().equals(other.pending())
        && resolvers.equals(other.resolvers)
        && addresses.equals(other.addresses);
  }
}
