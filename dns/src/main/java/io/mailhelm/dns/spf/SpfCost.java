package io.mailhelm.dns.spf;

import io.mailhelm.dns.Resolver;
import java.util.List;

/**
 * The number of look-ups that a record can need, whoever the client is: those for a client that
 * nothing matches before {@code all}.
 *
 * @param lookups terms that need a look-up, those of other records too; {@link #ALLOWED} are
 *     allowed, and at most {@link #MAX_LOOKUPS} are counted
 * @param isComplete false where it may be more: records were unavailable, depend on the client, or
 *     are too many
 * @param problems what is wrong with records that this one leads to, one sentence each
 */
public record SpfCost(int lookups, boolean isComplete, List<String> problems) {
  /** RFC 7208 §4.6.4. */
  public static final int ALLOWED = SpfLimits.MAX_LOOKUPS;

  /** The number at which counting stops. */
  public static final int MAX_LOOKUPS = 100;

  public SpfCost {
    problems = List.copyOf(problems);
  }

  /** Whether it is more than a receiver must allow. */
  public boolean isTooMuch() {
    return lookups > ALLOWED;
  }

  /**
   * * Counts the look-ups of a record.
   *
   * @param domain the domain of the record
   * @param resolver asked for the records that this one leads to, 50 at most
   */
  public static SpfCost of(SpfRecord record, String domain, Resolver resolver) {
    return new CostWalk(resolver).of(record, QueriedNames.withoutDot(domain));
  }
}
