package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Decides the next step in the life of a domain's generated keys: Pending, Active, Retiring,
 * Retired, removed. Pure.
 *
 * <ul>
 *   <li>A key becomes Active when all who were asked have shown its record, at every check, for as
 *       long as an earlier negative answer may be cached (RFC 2308 §5). Nothing else makes it
 *       Active.
 *   <li>In the same step the key before it becomes Retiring; until then that one signs, however old
 *       it is. There are never two Active keys of one algorithm.
 *   <li>A domain that has an Active key keeps one.
 * </ul>
 */
public final class Rotation {
  /** The most keys in a ledger: the list in the status holds no more. */
  public static final int MAX_KEYS = 16;

  /**
   * The longest wait for a negative answer to expire; name servers cap it well below (RFC 2308 §5).
   */
  public static final Duration MAX_NEGATIVE_TTL = Duration.ofHours(24);

  /**
   * The shortest time for which a key signs before its successor is made, whatever the rules say.
   */
  public static final Duration MIN_ROTATE_AFTER = Duration.ofSeconds(1);

  private Rotation() {}

  /**
   * The next step. The same arguments with the ledger that came out change nothing more, so a plan
   * that could not be written may be thrown away.
   *
   * @param ledger the ledger that was written last; empty at first
   * @param sights by selector, of the pending keys as their Secret has them now; a key that is
   *     missing here counts as not seen
   * @param now the time after the checks; a key that was made at this very moment, or later by a
   *     clock that was ahead, cannot have been seen
   */
  public static RotationPlan next(
      DkimLedger ledger, RotationRules rules, Map<String, RecordVisibility> sights, Instant now) {
    var keys = new LedgerKeys(ledger, now);
    keys.dropUnwanted(rules);
    keys.observe(sights);
    keys.activate(sights);
    keys.retireUnwanted(rules);
    keys.age(rules);
    keys.prepare(rules);
    var next = keys.ledger();
    return new RotationPlan(
        next,
        RotationSchedule.nextTransition(next, rules, sights, now),
        RotationSchedule.lookAgain(next, rules, sights, now));
  }

  /**
   * A ledger for generated keys from before there were ledgers. They wait like new ones, because it
   * is not known whether their records were ever published.
   *
   * @param keys by selector
   */
  public static DkimLedger adopt(Map<String, DkimKey.Algorithm> keys, Instant now) {
    return new DkimLedger(
        keys.entrySet().stream()
            .map(
                key ->
                    new DkimLedger.Key(
                        key.getKey(), key.getValue(), DkimKey.Stage.Pending, now, Optional.empty()))
            .toList());
  }

  /** How long a negative answer may be cached, as it is counted here. */
  static Duration negativeTtl(RecordVisibility sight) {
    var told = sight.negativeTtl();
    if (told.isNegative()) {
      return Duration.ZERO;
    }
    return told.compareTo(MAX_NEGATIVE_TTL) > 0 ? MAX_NEGATIVE_TTL : told;
  }
}
