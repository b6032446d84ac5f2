package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.crds.DkimStatus;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.DnsStatus.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the part of a status that is about one domain's DKIM keys. */
final class DkimOutcomes {
  private static final int KEYS = 16;

  private final Domain domain;
  private final Signing signing;
  private final Map<String, String> unseen;

  /** RSA first, which every verifier supports. */
  private final List<DkimKey> keys;

  /**
   * @param unseen which servers do not show a key's record, by selector
   */
  DkimOutcomes(Domain domain, Signing signing, Map<String, String> unseen) {
    this.domain = domain;
    this.signing = signing;
    this.unseen = unseen;
    this.keys =
        domain.dkim().stream()
            .sorted(Comparator.comparing(DkimKey::algorithm).thenComparing(DkimKey::selector))
            .toList();
  }

  /** The keys, and the records to publish for them; empty where there are none. */
  Optional<DkimStatus> status(Optional<String> nextTransition) {
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DkimStatus(
                at(Stage.Active).map(DkimKey::selector).findFirst().orElse(null),
                at(Stage.Pending).map(DkimKey::selector).findFirst().orElse(null),
                nextTransition.orElse(null),
                keys.stream().limit(KEYS).map(DkimOutcomes::entry).toList()));
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static DkimStatus.Key entry(DkimKey key) {
    var published = key.stage() != Stage.Retired && !key.publicKey().isEmpty();
    return new DkimStatus.Key(
        key.selector(),
        DkimStatus.Algorithm.valueOf(key.algorithm().name()),
        DkimStatus.Stage.valueOf(key.stage().name()),
        published ? key.record() : null);
  }

  /** {@code DKIMReady}. */
  ConditionOutcome ready(Optional<DnsStatus> dns, Instant now) {
    if (!domain.dns().watched()) {
      return DnsOutcomes.CAPTURE;
    }
    return stuck(now)
        .or(this::unsigned)
        .or(() -> unseen(dns))
        .orElseGet(
            () ->
                ConditionOutcome.yes(
                    "Signing",
                    "mail is signed by "
                        + at(Stage.Active)
                            .map(DkimKey::selector)
                            .collect(Collectors.joining(" and "))));
  }

  private Optional<ConditionOutcome> stuck(Instant now) {
    return signing.ledger().stream()
        .flatMap(ledger -> ledger.keys().stream())
        .filter(key -> key.isStuck(now))
        .findFirst()
        .map(
            key ->
                ConditionOutcome.no(
                    "RotationStuck",
                    "since %s not all who were asked show the record of %s: %s"
                        .formatted(time(key.since()), key.selector(), publish(key))));
  }

  /** The outcome where no key signs with a wanted algorithm. */
  private Optional<ConditionOutcome> unsigned() {
    if (signing.wanted().isEmpty() && keys.stream().noneMatch(DkimKey::signs)) {
      return Optional.of(ConditionOutcome.no("NoKey", "there is no key to sign with"));
    }
    return signing.wanted().stream()
        .filter(algorithm -> at(Stage.Active).noneMatch(key -> key.algorithm() == algorithm))
        .findFirst()
        .map(this::waiting);
  }

  private ConditionOutcome waiting(DkimKey.Algorithm algorithm) {
    return at(Stage.Pending)
        .filter(key -> key.algorithm() == algorithm)
        .findFirst()
        .map(key -> ConditionOutcome.no("WaitingForDNS", publish(key)))
        .orElse(
            ConditionOutcome.no("NoKey", "there is no %s key to sign with".formatted(algorithm)));
  }

  /** The outcome where verifiers do not find a key that signs. */
  private Optional<ConditionOutcome> unseen(Optional<DnsStatus> dns) {
    var bad =
        dns.map(DnsStatus::records).filter(Objects::nonNull).orElse(List.of()).stream()
            .filter(record -> RecordPurpose.Dkim.name().equals(record.purpose()))
            .filter(
                record ->
                    record.verdict() == Verdict.Missing || record.verdict() == Verdict.Mismatch)
            .map(record -> record.name())
            .toList();
    return at(Stage.Active)
        .filter(key -> bad.contains(name(key.selector())))
        .findFirst()
        .map(key -> ConditionOutcome.no("RecordMissing", publish(key)));
  }

  private String publish(DkimLedger.Key key) {
    return keys.stream()
        .filter(any -> any.selector().equals(key.selector()))
        .findFirst()
        .map(this::publish)
        .orElse("its private key is not there");
  }

  private String publish(DkimKey key) {
    var who = unseen.getOrDefault(key.selector(), "");
    return "publish the TXT record %s: %s".formatted(name(key.selector()), key.record())
        + (key.stage() == Stage.Pending && !who.isEmpty() ? " (not seen: %s)".formatted(who) : "");
  }

  private String name(String selector) {
    return "%s._domainkey.%s".formatted(selector, domain.domain());
  }

  private Stream<DkimKey> at(Stage stage) {
    return keys.stream().filter(key -> key.stage() == stage);
  }
}
