package io.mailhelm.dns.spf;

import io.mailhelm.dns.Resolver;
import java.util.List;

/**
 * What a record can cost, whoever the client is: the look-ups of one that nothing matches before
 * {@code all}.
 *
 * @param lookups terms that cost one, those of other records too; there may be {@link #ALLOWED},
 *     and {@link #MAX_LOOKUPS} are counted at most
 * @param isComplete false where it may be more: records could not be told now, depend on the
 *     client, or are too many
 * @param problems what is wrong with records that this one leads to, one sentence each
 */
public record SpfCost(int lookups, boolean isComplete, List<String> problems) {
  /** RFC 7208 §4.6.4. */
  public static final int ALLOWED = SpfLimits.MAX_LOOKUPS;

  /** Where counting ends. */
  public static final int MAX_LOOKUPS = 100;

  public SpfCost {
    problems = List.copyOf(problems);
  }

  /** Whether it is more than any receiver has to go through with. */
  public boolean isTooMuch() {
    return lookups > ALLOWED;
  }

  /**
   * Counts.
   *
   * @param domain whose record it is
   * @param resolver asked for the records that this one leads to, 50 at most
   */
  public static SpfCost of(SpfRecord record, String domain, Resolver resolver) {
    return new CostWalk(resolver).of(record, QueriedNames.withoutDot(domain));
  }
}
