package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of several MailDomains of one server that claim a name, the senior one has it. */
final class NameContest {
  private final List<MailDomain> declared;
  private final Problems problems;

  /**
   * @param declared by seniority
   */
  NameContest(List<MailDomain> declared, Problems problems) {
    this.declared = declared;
    this.problems = problems;
  }

  /**
   * Takes those out that lose, and says so.
   *
   * @param domains by {@code metadata.name}
   */
  void settle(Map<String, Domain> domains) {
    var holders = new HashMap<DomainName, String>();
    for (var resource : declared) {
      var domain = domains.get(resource.getMetadata().getName());
      if (domain != null && holders.putIfAbsent(domain.domain(), domain.name()) != null) {
        problems.error(
            resource,
            Reason.DomainConflict,
            "spec.domain",
            "%s is already MailDomain %s's: remove one of the two"
                .formatted(domain.domain().unicode(), holders.get(domain.domain())));
        domains.remove(domain.name());
      }
    }
    hostnames(domains);
  }

  /** Certificates are chosen by host name. Who has its host's name shows its host's. */
  private void hostnames(Map<String, Domain> domains) {
    var holders = new HashMap<DomainName, String>();
    for (var resource : declared) {
      var domain = domains.get(resource.getMetadata().getName());
      if (domain != null
          && domain.tlsKey().equals(TlsPass.keyName(domain.name()))
          && holders.putIfAbsent(domain.hostname(), domain.name()) != null) {
        problems.error(
            resource,
            Reason.HostnameConflict,
            "spec.hostname",
            "%s is already MailDomain %s's: use a name within %s"
                .formatted(
                    domain.hostname().unicode(),
                    holders.get(domain.hostname()),
                    domain.domain().unicode()));
        domains.remove(domain.name());
      }
    }
  }
}
