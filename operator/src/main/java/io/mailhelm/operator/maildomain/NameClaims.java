package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.DomainGrants;
import io.mailhelm.operator.cluster.ClaimedNames;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.ObjectNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which of all MailDomains that the operator watches may have a name. The rules, in order:
 *
 * <ol>
 *   <li>A namespace may use only the domains that the administrator's list allows; where the list
 *       is empty, all but top-level ones.
 *   <li>Of two MailDomains with the same {@code domain} the older has it.
 *   <li>A {@code domain} includes all names below it, which other namespaces may not use, except a
 *       younger one to which the list grants them.
 *   <li>Of two with the same host name, the one whose own {@code domain} contains it has it, else
 *       the older.
 * </ol>
 *
 * Conflicts among those that live on one server are the compiler's.
 */
final class NameClaims {
  private static final Comparator<MailDomain> SENIORITY =
      Comparator.<MailDomain, String>comparing(
              domain -> Objects.requireNonNullElse(domain.getMetadata().getCreationTimestamp(), ""))
          .thenComparing(domain -> domain.getMetadata().getNamespace())
          .thenComparing(ObjectNames::of);

  private final Informers informers;
  private final DomainGrants grants;

  NameClaims(Informers informers, DomainGrants grants) {
    this.informers = informers;
    this.grants = grants;
  }

  /**
   * A problem for each name that one of these may not have. For such a MailDomain nothing is
   * published and no certificate is requested.
   */
  List<Problem> problems(List<MailDomain> domains) {
    var problems = new ArrayList<Problem>();
    for (var domain : domains) {
      // A name that cannot be read claims nothing, and the compilation says so.
      ClaimedNames.domain(domain).flatMap(name -> ofDomain(domain, name)).ifPresent(problems::add);
      hostname(domain).flatMap(name -> ofHostname(domain, name)).ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<Problem> ofDomain(MailDomain domain, DomainName name) {
    if (!grants.allowDomain(namespace(domain), name)) {
      return Optional.of(notAllowed(domain, "spec.domain", name));
    }
    return holders(domain, name)
        .filter(other -> isSenior(other, domain))
        .filter(
            other ->
                domainOf(other).equals(Optional.of(name))
                    || isForeign(other, domain) && !grants.grant(namespace(domain), name))
        .findFirst()
        .map(
            other ->
                conflict(
                    domain,
                    Reason.DomainConflict,
                    "spec.domain",
                    "%s belongs to a MailDomain that is older%s: use another, or have the administrator list it for this namespace (allow.domains of the chart)"
                        .formatted(name.unicode(), where(other, domain))));
  }

  private Optional<Problem> ofHostname(MailDomain domain, DomainName name) {
    var own = isOwn(domain, name);
    if (!own && !grants.allow(namespace(domain), name)) {
      return Optional.of(notAllowed(domain, "spec.hostname", name));
    }
    var granted = grants.grant(namespace(domain), name);
    var zones =
        holders(domain, name)
            .filter(other -> isForeign(other, domain) && !granted)
            .filter(other -> !own || isSenior(other, domain) && isBelow(other, domain));
    var names =
        informers
            .withHostname(name)
            .filter(other -> !isOnOneServer(other, domain))
            .filter(this::isAllowed)
            .filter(other -> isPreferred(other, domain, name));
    return Stream.concat(zones, names)
        .findFirst()
        .map(
            other ->
                conflict(
                    domain,
                    Reason.HostnameConflict,
                    "spec.hostname",
                    "%s belongs to another MailDomain%s: use a name within %s"
                        .formatted(
                            name.unicode(), where(other, domain), domain.getSpec().domain())));
  }

  /** Other MailDomains whose {@code domain} is this name, or contains it. */
  private Stream<MailDomain> holders(MailDomain domain, DomainName name) {
    return name.andAbove()
        .flatMap(informers::withDomain)
        .filter(other -> !isOnOneServer(other, domain))
        .filter(this::isAllowed);
  }

  /** Its own host name; empty where it uses its host's. */
  private Optional<DomainName> hostname(MailDomain domain) {
    return ClaimedNames.hostname(domain)
        .filter(
            name -> host(domain).flatMap(ClaimedNames::hostname).filter(name::equals).isEmpty());
  }

  private Optional<MailDomain> host(MailDomain domain) {
    return Optional.ofNullable(domain.getSpec().serverRef())
        .flatMap(ref -> informers.domain(namespace(domain), ref.name()));
  }

  private boolean isPreferred(MailDomain other, MailDomain domain, DomainName name) {
    var others = isOwn(other, name);
    return others == isOwn(domain, name) ? isSenior(other, domain) : others;
  }

  private boolean isOnOneServer(MailDomain one, MailDomain other) {
    return server(one).equals(server(other));
  }

  private ResourceID server(MailDomain domain) {
    return informers.host(namespace(domain), ObjectNames.of(domain));
  }

  private boolean isAllowed(MailDomain domain) {
    return domainOf(domain).filter(name -> grants.allowDomain(namespace(domain), name)).isPresent();
  }

  private static boolean isOwn(MailDomain domain, DomainName name) {
    return domainOf(domain).filter(name::isWithin).isPresent();
  }

  private static boolean isBelow(MailDomain other, MailDomain domain) {
    return domainOf(other)
        .filter(
            name ->
                domainOf(domain)
                    .filter(mine -> name.isWithin(mine) && !name.equals(mine))
                    .isPresent())
        .isPresent();
  }

  private static Optional<DomainName> domainOf(MailDomain domain) {
    return ClaimedNames.domain(domain);
  }

  private static boolean isSenior(MailDomain other, MailDomain domain) {
    return SENIORITY.compare(other, domain) < 0;
  }

  private static boolean isForeign(MailDomain other, MailDomain domain) {
    return !namespace(other).equals(namespace(domain));
  }

  private static String namespace(HasMetadata resource) {
    return resource.getMetadata().getNamespace();
  }

  /**
   * Where the other one is. A MailDomain of another namespace is not named: nobody may learn what
   * there is in a namespace of others.
   */
  private static String where(MailDomain other, MailDomain domain) {
    return isForeign(other, domain)
        ? " in another namespace"
        : ", %s of this namespace".formatted(ObjectNames.of(other));
  }

  private static Problem notAllowed(MailDomain domain, String path, DomainName name) {
    return conflict(
        domain,
        Reason.NotAllowed,
        path,
        "the administrator does not let namespace %s use %s: use a domain of its own, or have it listed (allow.domains of the chart)"
            .formatted(namespace(domain), name.unicode()));
  }

  private static Problem conflict(MailDomain domain, Reason reason, String path, String message) {
    return new Problem(Problem.Severity.Error, reason, ResourceReader.ref(domain), path, message);
  }
}
