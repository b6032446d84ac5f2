package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import io.mailhelm.smtp.send.TlsOutcomes.Policy;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.util.List;
import java.util.Set;

/**
 * Decides what TLS is required of a server: by the sender, by our policy, by the recipient's
 * domain. Thread-safe.
 */
final class TlsPolicies {
  private final DaneRecords dane;
  private final StsPolicies sts;
  private final TlsOutcomes outcomes;

  /** What is asked, and by what of the recipient's domain. */
  record Asked(TlsDemand demand, Policy policy) {}

  TlsPolicies(DaneRecords dane, StsPolicies sts, TlsOutcomes outcomes) {
    this.dane = dane;
    this.sts = sts;
    this.outcomes = outcomes;
  }

  /**
   * @param host one of the servers of {@code domain}
   * @throws ServerRefusal where that server is not to be used
   */
  Asked of(String domain, String host, TlsLevel level, Set<Requirement> requirements)
      throws ServerRefusal {
    var ours = ours(host, level, requirements);
    // RFC 8689 §4.2.2: the sender would rather have it delivered than have the domain's wishes kept
    boolean isWaived = requirements.contains(Requirement.TLS_OPTIONAL);
    if (isWaived || domain.startsWith("[")) {
      return new Asked(ours, Policy.NO_POLICY_FOUND);
    }
    var proved = dane.of(domain, host);
    if (proved.isPresent()) { // RFC 8461 §2: DANE comes before MTA-STS
      boolean isWeaker = proved.get() instanceof TlsDemand.Encrypted && ours.isTlsRequired();
      return new Asked(isWeaker ? ours : proved.get(), Policy.TLSA);
    }
    var policy = sts.of(domain);
    if (requirements.contains(Requirement.REQUIRETLS)
        && policy.filter(its -> its.names(host)).isEmpty()
        && !dane.isServerProved(domain, host)) {
      throw unnamed(host);
    }
    if (policy.isEmpty()) {
      return new Asked(ours, Policy.NO_POLICY_FOUND);
    }
    return new Asked(bySts(domain, host, ours, policy.get()), Policy.STS);
  }

  /** RFC 8689 §4.2.1: else a forged MX could name a server with a certificate of its own. */
  private static ServerRefusal unnamed(String host) {
    return new ServerRefusal(
        Kind.SAID,
        RecipientResult.failed(
            LocalStatusCodes.NEEDS_REQUIRETLS,
            "the sender asks for TLS all the way (REQUIRETLS), and neither DNSSEC nor MTA-STS"
                + " proves that %s is the domain's server".formatted(host)));
  }

  private TlsDemand bySts(String domain, String host, TlsDemand ours, StsPolicy policy)
      throws ServerRefusal {
    boolean isEnforced = policy.mode() == StsPolicy.Mode.ENFORCE;
    if (!policy.names(host)) {
      var text = "the domain's MTA-STS policy does not name its server " + host;
      outcomes.failed(domain, Policy.STS, host, Result.VALIDATION_FAILURE, text);
      if (isEnforced) { // RFC 8461 §4.1
        throw new ServerRefusal(Kind.SAID, RecipientResult.deferred(LocalStatusCodes.TLS, text));
      }
    }
    return isEnforced ? new TlsDemand.Verified(List.of(host), "its MTA-STS policy") : ours;
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
