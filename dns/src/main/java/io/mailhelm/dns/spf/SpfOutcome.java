package io.mailhelm.dns.spf;

import java.util.Objects;

/**
 * The outcome of an evaluation: the result, and what to tell clients and the domain's owner.
 *
 * @param explanation what the domain tells a client that fails (RFC 7208 §6.2); empty where it says
 *     nothing, and for every other result
 * @param problem for an error what is wrong, for the owner of the domain; otherwise empty
 * @param lookups terms that needed a look-up, of which there may be ten (RFC 7208 §4.6.4)
 */
public record SpfOutcome(SpfResult result, String explanation, String problem, int lookups) {
  public SpfOutcome {
    Objects.requireNonNull(result);
    Objects.requireNonNull(explanation);
    Objects.requireNonNull(problem);
  }
}
