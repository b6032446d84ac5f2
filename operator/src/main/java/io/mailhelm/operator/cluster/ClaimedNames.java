package io.mailhelm.operator.cluster;

import io.mailhelm.config.DomainName;
import io.mailhelm.crds.MailDomain;
import java.util.Optional;

/**
 * Reads the domain and the host name that a MailDomain declares; empty: it declares none, or one
 * that cannot be read.
 */
public final class ClaimedNames {
  private ClaimedNames() {}

  /** Its {@code spec.domain}. */
  public static Optional<DomainName> domain(MailDomain domain) {
    return readable(domain.getSpec().domain());
  }

  /** Its {@code spec.hostname}, or the default name of a server that declares none. */
  public static Optional<DomainName> hostname(MailDomain domain) {
    var spec = domain.getSpec();
    if (spec.hostname() != null) {
      return readable(spec.hostname());
    }
    return spec.server() == null ? Optional.empty() : readable("mail." + spec.domain());
  }

  private static Optional<DomainName> readable(String text) {
    try {
      return Optional.of(DomainName.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
