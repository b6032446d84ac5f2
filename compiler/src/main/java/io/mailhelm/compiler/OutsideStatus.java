package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.crds.DkimStatus;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailDomainStatus.BlockListStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a MailDomain's status that is about the world outside. What nobody has found out anew
 * stays as it was: a restart makes no news.
 */
final class OutsideStatus {
  private final Optional<Domain> domain;
  private final ObservedState observed;
  private final Optional<MailDomainStatus> previous;
  private final Optional<DomainFindings> findings;
  private final Optional<DkimOutcomes> keys;

  /**
   * @param name of the MailDomain
   * @param domain what came of it; empty: nothing
   */
  OutsideStatus(
      String name,
      Optional<Domain> domain,
      ObservedState observed,
      Compilation compilation,
      Optional<MailDomainStatus> previous) {
    this.domain = domain;
    this.observed = observed;
    this.previous = previous;
    this.findings = observed.of(name);
    this.keys =
        domain.map(
            any ->
                new DkimOutcomes(
                    any,
                    compilation.signing().getOrDefault(name, Signing.UNKNOWN),
                    findings.map(DomainFindings::unseen).orElse(Map.of())));
  }

  Optional<DnsStatus> dns() {
    if (isIgnored()) {
      return Optional.empty();
    }
    var before = previous.map(MailDomainStatus::dns);
    return findings
        .flatMap(DomainFindings::dns)
        .map(report -> DnsStatuses.dns(report, before, observed.now(), Exposure.of(observed)))
        .or(() -> before);
  }

  Optional<List<BlockListStatus>> blockLists() {
    return isIgnored()
        ? Optional.empty()
        : findings
            .flatMap(DomainFindings::dns)
            .map(report -> DnsStatuses.blockLists(report.listings()))
            .or(() -> previous.map(MailDomainStatus::blockLists));
  }

  Optional<DkimStatus> dkim() {
    var next =
        findings.isPresent()
            ? findings.flatMap(DomainFindings::nextTransition).map(DkimOutcomes::time)
            : previous.map(MailDomainStatus::dkim).map(DkimStatus::nextTransition);
    return keys.flatMap(any -> any.status(next));
  }

  /** Adds what it comes to. */
  void conditions(Conditions conditions) {
    var dns = dns();
    conditions
        .set(
            "DNSReady",
            domain
                .map(any -> DnsOutcomes.ready(any, dns))
                .orElseGet(() -> conditions.before("DNSReady")))
        .set(
            "DKIMReady",
            keys.map(any -> any.ready(dns, observed.now()))
                .orElseGet(() -> conditions.before("DKIMReady")))
        .set("Listed", DnsOutcomes.listed(blockLists().orElse(List.of())))
        .set(
            "SourceAddressPreserved",
            observed
                .traffic()
                .map(any -> TrafficOutcomes.sourceAddress(any, Exposure.of(observed)))
                .orElseGet(() -> conditions.before("SourceAddressPreserved")))
        .set(
            "OutboundReachable",
            observed
                .traffic()
                .map(TrafficOutcomes::outbound)
                .orElseGet(() -> conditions.before("OutboundReachable")));
  }

  /** Nobody looks, so what was seen before is no news of any day. */
  private boolean isIgnored() {
    return domain.map(any -> !any.dns().watched()).orElse(false);
  }
}
