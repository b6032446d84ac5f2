package io.mailhelm.compiler;

import io.mailhelm.config.DomainName;
import io.mailhelm.crds.MailDomain;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Derives host names from what is declared. */
final class Hostnames {
  private Hostnames() {}

  /** The host name by the domain's own declaration, if that can be read. */
  static Optional<DomainName> of(MailDomain domain, Collection<MailDomain> all) {
    var spec = domain.getSpec();
    if (spec.hostname() != null) {
      return readable(spec.hostname());
    }
    return host(domain, all)
        .flatMap(host -> of(host, List.of()))
        .or(() -> readable("mail." + spec.domain()));
  }

  /** Whether it has no name of its own, so that its host's certificate is used for it. */
  static boolean borrowed(MailDomain domain, Collection<MailDomain> all) {
    return host(domain, all)
        .flatMap(host -> of(host, List.of()))
        .map(name -> of(domain, all).equals(Optional.of(name)))
        .orElse(false);
  }

  static Optional<MailDomain> host(MailDomain domain, Collection<MailDomain> all) {
    var ref = domain.getSpec().serverRef();
    return ref == null ? Optional.empty() : find(all, domain, ref.name());
  }

  /** The MailDomain {@code name} in the namespace of {@code near}. */
  static Optional<MailDomain> find(
      Collection<MailDomain> all, io.fabric8.kubernetes.api.model.HasMetadata near, String name) {
    return all.stream()
        .filter(other -> other.getMetadata().getName().equals(name))
        .filter(
            other ->
                Objects.equals(
                    other.getMetadata().getNamespace(), near.getMetadata().getNamespace()))
        .findFirst();
  }

  /** The name, where the text is one. */
  static Optional<DomainName> readable(String text) {
    try {
      return Optional.of(DomainName.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
