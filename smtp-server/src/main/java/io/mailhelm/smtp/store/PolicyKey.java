package io.mailhelm.smtp.store;

import java.util.Objects;
import java.util.Optional;

/**
 * A SendPolicy as the store knows it: one of the same name for another domain is another policy.
 *
 * @param domain of ours, in A-label form
 * @param policy its name
 */
public record PolicyKey(String domain, String policy) {
  public PolicyKey {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(policy);
  }

  /** The policy of a delivery; empty: none was named. */
  public static Optional<PolicyKey> of(Delivery delivery) {
    return delivery.policy().map(policy -> new PolicyKey(delivery.domain(), policy));
  }
}
