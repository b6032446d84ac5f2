package io.mailhelm.compiler;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.WebName;
import io.mailhelm.crds.DnsSpec.Purpose;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MtaStsSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Lists the names for which a domain's certificate is requested. An issuer refuses a whole
 * certificate when one of its names does not lead to us, so only names that are declared are
 * requested.
 */
final class RequestedCertificateNames {
  private RequestedCertificateNames() {}

  /**
   * The names: first the host name, then that of the MTA-STS policy where there is one, and those
   * of settings for mail programs where the server's web port is declared. Names whose records are
   * somebody else's ({@code spec.dns.omit}) are left out.
   *
   * @param hostname of {@code domain}
   * @param all all MailDomains, its host among them
   */
  static List<DomainName> of(MailDomain domain, DomainName hostname, Collection<MailDomain> all) {
    var names = new ArrayList<>(List.of(hostname));
    Hostnames.readable(domain.getSpec().domain())
        .ifPresent(
            name -> {
              if (hasPolicy(domain) && !isOmitted(domain, Purpose.MtaSts)) {
                WebName.MtaSts.of(name).ifPresent(names::add);
              }
              if (declaresWeb(domain, all) && !isOmitted(domain, Purpose.Autoconfig)) {
                WebName.Autoconfig.of(name).ifPresent(names::add);
                WebName.Autodiscover.of(name).ifPresent(names::add);
              }
            });
    return names.stream().distinct().toList();
  }

  private static boolean hasPolicy(MailDomain domain) {
    var sts = domain.getSpec().mtaSts();
    return sts != null && sts.mode() != null && sts.mode() != MtaStsSpec.Mode.None;
  }

  private static boolean declaresWeb(MailDomain domain, Collection<MailDomain> all) {
    return Hostnames.host(domain, all)
        .or(() -> Optional.of(domain))
        .map(host -> host.getSpec().server())
        .filter(server -> server.web() != null)
        .isPresent();
  }

  private static boolean isOmitted(MailDomain domain, Purpose purpose) {
    var dns = domain.getSpec().dns();
    return dns != null && dns.omit() != null && dns.omit().contains(purpose);
  }
}
