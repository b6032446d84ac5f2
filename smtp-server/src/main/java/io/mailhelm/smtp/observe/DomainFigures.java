package io.mailhelm.smtp.observe;

import java.time.Duration;
import java.util.Map;

/**
 * The figures behind a domain's DNS metrics.
 *
 * @param domain in A-label form
 * @param records by purpose, whether they are as mail needs them; what cannot be told is left out
 * @param keys by selector, for how long a key signs
 * @param listed by block list, whether it has the domain or an address of it; what cannot be told
 *     is left out
 */
public record DomainFigures(
    String domain,
    Map<String, Boolean> records,
    Map<String, Duration> keys,
    Map<String, Boolean> listed) {
  public DomainFigures {
    records = Map.copyOf(records);
    keys = Map.copyOf(keys);
    listed = Map.copyOf(listed);
  }
}
