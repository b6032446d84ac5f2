package io.mailhelm.dns.spf;

import java.util.Objects;

/**
 * What an evaluation came to.
 *
 * @param explanation what the domain says to whoever fails (RFC 7208 §6.2); empty where it says
 *     nothing, and of every other result
 * @param problem what is wrong, for the owner of the domain, of an error; otherwise empty
 * @param lookups terms that cost a look-up, of which there may be ten (RFC 7208 §4.6.4)
 */
public record SpfOutcome(SpfResult result, String explanation, String problem, int lookups) {
  public SpfOutcome {
    Objects.requireNonNull(result);
    Objects.requireNonNull(explanation);
    Objects.requireNonNull(problem);
  }
}
