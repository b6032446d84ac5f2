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
 * Makes the part of a MailDomain's status that is about the DNS and other servers. What has not
 * been observed anew stays as it was, so that a restart changes nothing.
 */
final class OutsideStatus {
  private final Optional<Domain> domain;
  private final ObservedState observed;
  private final Optional<MailDomainStatus> previous;
  private final Optional<DomainFindings> findings;
  private final Optional<DkimOutcomes> keys;

  /**
   * @param name of the MailDomain
   * @param domain the compiled domain; empty: there is none
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

  /** Adds its conditions. */
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

  /** Whether the DNS is not watched: then what was seen before is out of date. */
  private boolean isIgnored() {
    return domain.map(any -> !any.dns().watched()).orElse(false);
  }
}
