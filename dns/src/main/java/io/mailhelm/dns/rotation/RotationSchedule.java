package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes when the keys of a ledger change next, and when to look again. */
final class RotationSchedule {
  /** The pause after a new key: its record may be published soon. */
  static final Duration SOON = Duration.ofMinutes(1);

  /** The longest pause while a record is awaited; before that, a tenth of the key's age. */
  static final Duration PATIENT = Duration.ofMinutes(10);

  private static final int SHARE = 10;

  /** The longest pause when nothing is awaited: rules may change, and clocks. */
  static final Duration IDLE = Duration.ofHours(1);

  private RotationSchedule() {}

  /** When a pending key that is seen now has been seen long enough; empty: it is not seen. */
  static Optional<Instant> activeAt(DkimLedger.Key key, Map<String, RecordVisibility> sights) {
    return Optional.ofNullable(sights.get(key.selector()))
        .filter(RecordVisibility::everywhere)
        .flatMap(sight -> key.visibleSince().map(t -> t.plus(Rotation.negativeTtl(sight))));
  }

  static Duration rotateAfter(RotationRules rules) {
    return rules.rotateAfter().compareTo(Rotation.MIN_ROTATE_AFTER) < 0
        ? Rotation.MIN_ROTATE_AFTER
        : rules.rotateAfter();
  }

  static Optional<Instant> nextTransition(
      DkimLedger ledger, RotationRules rules, Map<String, RecordVisibility> sights, Instant now) {
    return ledger.keys().stream()
        .flatMap(key -> leaves(key, ledger, rules, sights).stream())
        .filter(time -> time.isAfter(now)) // what is due and not done waits for something else
        .min(Comparator.naturalOrder());
  }

  /** When a key leaves its stage by itself, or needs a successor. */
  private static Optional<Instant> leaves(
      DkimLedger.Key key,
      DkimLedger ledger,
      RotationRules rules,
      Map<String, RecordVisibility> sights) {
    return switch (key.stage()) {
      case Pending -> activeAt(key, sights);
      case Active -> {
        boolean succeeded =
            ledger.keys().stream()
                .anyMatch(
                    other ->
                        other.stage() == DkimKey.Stage.Pending
                            && other.algorithm() == key.algorithm());
        yield succeeded || !rules.algorithms().contains(key.algorithm())
            ? Optional.empty()
            : Optional.of(key.since().plus(rotateAfter(rules)));
      }
      case Retiring -> Optional.of(key.since().plus(rules.retireAfter()));
      case Retired -> Optional.of(key.since().plus(rules.deleteAfter()));
    };
  }

  static Duration lookAgain(
      DkimLedger ledger, RotationRules rules, Map<String, RecordVisibility> sights, Instant now) {
    var looks =
        ledger.keys().stream()
            .filter(key -> key.stage() == DkimKey.Stage.Pending)
            .map(key -> look(key, sights, now));
    var transition =
        nextTransition(ledger, rules, sights, now).map(time -> Duration.between(now, time));
    return Stream.of(looks, transition.stream(), Stream.of(IDLE))
        .flatMap(times -> times)
        .min(Comparator.naturalOrder())
        .orElse(IDLE);
  }

  private static Duration look(
      DkimLedger.Key key, Map<String, RecordVisibility> sights, Instant now) {
    if (activeAt(key, sights).isPresent()) {
      return PATIENT; // a break should be noticed; its time itself is the next transition
    }
    var share = Duration.between(key.since(), now).dividedBy(SHARE);
    if (share.compareTo(SOON) < 0) {
      return SOON;
    }
    return share.compareTo(PATIENT) > 0 ? PATIENT : share;
  }
}
