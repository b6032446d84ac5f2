package io.mailhelm.operator.maildomain;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.ClaimedNames;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.desired.TlsCertificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Provides certificates and signing keys for domains that bring none of their own. */
final class DomainKeys {
  private final Applier applier;
  private final InstalledApis apis;
  private final Clock clock;

  DomainKeys(Applier applier, InstalledApis apis, Clock clock) {
    this.applier = applier;
    this.apis = apis;
    this.clock = clock;
  }

  /**
   * Generates them, or requests them from an issuer.
   *
   * @param withheld domains that may not have their names: no issuer is asked for them
   * @return the problems found
   */
  List<Problem> provide(List<MailDomain> domains, Set<ResourceRef> withheld) {
    var problems = new ArrayList<Problem>();
    var staying =
        domains.stream()
            .filter(domain -> domain.getMetadata().getDeletionTimestamp() == null)
            .toList();
    var complete = ResourceReader.adopt(staying, List.of(), List.of(), Map.of());
    var requirements = Requirements.of(complete);
    for (var domain : complete.domains()) {
      IsolatedPass.run(domain, () -> problems.addAll(provide(domain, requirements, withheld)))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private List<Problem> provide(
      MailDomain domain, Requirements requirements, Set<ResourceRef> withheld) {
    var materials = new GeneratedSecrets(domain, applier, clock);
    materials.dkim();
    var problems = new ArrayList<Problem>();
    requirements.tls().stream()
        .filter(Requirements.Tls::generated)
        .filter(tls -> tls.domain().equals(ResourceReader.ref(domain)))
        .filter(tls -> !withheld.contains(tls.domain()))
        .forEach(tls -> provide(domain, tls, materials).ifPresent(problems::add));
    problems.addAll(materials.problems());
    return problems;
  }

  /**
   * Whether all names of a certificate are within its domain. If they are not, the compilation
   * reports it.
   */
  private static boolean isWithinItsDomain(MailDomain domain, Requirements.Tls tls) {
    return ClaimedNames.domain(domain)
        .filter(zone -> tls.names().stream().allMatch(name -> name.isWithin(zone)))
        .isPresent();
  }

  private Optional<Problem> provide(
      MailDomain domain, Requirements.Tls tls, GeneratedSecrets materials) {
    var declared = domain.getSpec().tls();
    if (declared == null || declared.issuerRef() == null) {
      materials.selfSigned(tls.names());
      return Optional.empty();
    }
    if (!apis.has(TlsCertificate.API_VERSION, TlsCertificate.KIND)) {
      return Optional.of(
          new Problem(
              Problem.Severity.Error,
              Reason.IssuerNotFound,
              ResourceReader.ref(domain),
              "spec.tls.issuerRef",
              "cert-manager is not installed in this cluster: install it, or remove issuerRef"));
    }
    if (isWithinItsDomain(domain, tls)) {
      applier.applyUnwatched(TlsCertificate.of(domain, tls.names()));
    }
    return Optional.empty();
  }
}
