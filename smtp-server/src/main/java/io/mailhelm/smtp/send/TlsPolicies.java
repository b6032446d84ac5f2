package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.send.TlsOutcomes.Policy;
import io.mailhelm.smtp.store.Outgoing.Requirement;
import java.util.List;
import java.util.Set;

/** What is asked of the TLS of a server. Thread-safe. */
final class TlsPolicies {
  /** What is asked, and whose wish it is. */
  record Asked(TlsDemand demand, Policy policy) {}

  /**
   * @param host one of the servers of {@code domain}
   * @throws Refusal where that server is not to be used
   */
  Asked of(String domain, String host, TlsLevel level, Set<Requirement> requirements)
      throws Refusal {
    return new Asked(ours(host, level, requirements), Policy.NO_POLICY_FOUND);
  }

  /** What the sender and its policy ask, whatever the recipient's domain says. */
  static TlsDemand ours(String host, TlsLevel level, Set<Requirement> requirements) {
    if (level == TlsLevel.Required) {
      return new TlsDemand.Verified(List.of(host), "the sender's policy");
    }
    return requirements.contains(Requirement.REQUIRETLS)
        ? new TlsDemand.Verified(List.of(host), "the sender (REQUIRETLS)")
        : new TlsDemand.Opportunistic();
  }
}
