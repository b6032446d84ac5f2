package io.mailhelm.operator.maildomain;

import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.DnsSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.DnsEndpoint;
import io.mailhelm.operator.desired.ObjectNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks ExternalDNS to publish the records of domains that want it. */
final class RecordPublishing {
  private final Applier applier;
  private final InstalledApis apis;
  private final Set<String> unpublished;

  /**
   * @param unpublished MailDomains that are known to have no DNSEndpoint; kept up to date here, so
   *     that not every pass deletes it again
   */
  RecordPublishing(Applier applier, InstalledApis apis, Set<String> unpublished) {
    this.applier = applier;
    this.apis = apis;
    this.unpublished = unpublished;
  }

  /** A problem where ExternalDNS is not installed. The mail server runs all the same. */
  List<Problem> problems(List<MailDomain> domains) {
    return domains.stream()
        .filter(RecordPublishing::isAsked)
        .filter(domain -> !apis.has(DnsEndpoint.API_VERSION, DnsEndpoint.KIND))
        .map(
            domain ->
                new Problem(
                    Problem.Severity.Note,
                    Reason.PublisherNotFound,
                    ResourceReader.ref(domain),
                    "spec.dns.publish",
                    "ExternalDNS' DNSEndpoint is not installed in this cluster: install it with its"
                        + " source crd, or publish status.dns.zoneFile by hand"))
        .toList();
  }

  /**
   * Asks for the expected records of each domain, and withdraws what is no longer wanted.
   *
   * @param config what they were compiled to; a domain that is not in it is left as it is
   * @param withheld domains that may not have their names: nothing is published for them
   * @return the API server's words against the first request that it refuses; the others are still
   *     made
   */
  Optional<String> apply(List<MailDomain> domains, ServerConfig config, Set<ResourceRef> withheld) {
    return apis.has(DnsEndpoint.API_VERSION, DnsEndpoint.KIND)
        ? domains.stream()
            .flatMap(
                domain ->
                    RefusedWrite.of(() -> apply(domain, config, withheld))
                        .map(words -> ObjectNames.of(domain) + ": " + words)
                        .stream())
            .toList()
            .stream()
            .findFirst()
        : Optional.empty();
  }

  private void apply(MailDomain domain, ServerConfig config, Set<ResourceRef> withheld) {
    if (domain.getMetadata().getDeletionTimestamp() != null || StatusSubject.of(domain).paused()) {
      return; // what has an owner goes with it
    }
    var name = ObjectNames.of(domain);
    if (!isAsked(domain) || withheld.contains(ResourceReader.ref(domain))) {
      if (!unpublished.contains(name)) {
        applier.deleteUnwatched(
            DnsEndpoint.API_VERSION, DnsEndpoint.KIND, domain, ObjectNames.dns(name));
        unpublished.add(name);
      }
      return;
    }
    unpublished.remove(name);
    config.domains().stream()
        .filter(compiled -> compiled.name().equals(name))
        .forEach(
            compiled ->
                applier.applyUnwatched(
                    DnsEndpoint.of(domain, compiled, config.server().hostname())));
  }

  private static boolean isAsked(MailDomain domain) {
    return domain.getSpec().dns() != null
        && domain.getSpec().dns().publish() == DnsSpec.Publish.ExternalDNS;
  }
}
