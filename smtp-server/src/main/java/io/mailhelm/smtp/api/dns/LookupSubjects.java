package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the domain to look up: ours as it is declared, another with what can be known of it. */
final class LookupSubjects {
  /**
   * Records that only a domain of ours is expected to have: of others it is not known what they
   * offer.
   */
  private static final List<RecordPurpose> OURS_ALONE =
      List.of(
          RecordPurpose.Submission,
          RecordPurpose.Autoconfig,
          RecordPurpose.Tlsa,
          RecordPurpose.Caa);

  private LookupSubjects() {}

  /** The declared one of that name. */
  static Optional<Domain> declared(ServerConfig config, DomainName name) {
    return config.domains().stream().filter(domain -> domain.domain().equals(name)).findFirst();
  }

  /**
   * A domain that is not declared here. Its host is the first of its own MX, for want of another;
   * block lists are those that our own domains ask.
   */
  static Domain foreign(ServerConfig config, DomainName name, Resolver resolver) {
    var lists =
        config.domains().stream().flatMap(own -> own.dns().blockLists().stream()).distinct();
    return new Domain(
        name.ascii(),
        name,
        host(name, resolver),
        Domain.Outbound.Deliver,
        Optional.empty(),
        Optional.empty(),
        true,
        "",
        List.of(),
        DomainDns.DEFAULT.withLookups(OURS_ALONE, lists.toList()),
        List.of(),
        InboundRules.DEFAULT,
        Domain.PASSWORD_GRACE);
  }

  private static DomainName host(DomainName name, Resolver resolver) {
    return resolver.mx(name.ascii()).found().stream()
        .sorted(Comparator.comparingInt(MailExchange::preference).thenComparing(MailExchange::host))
        .flatMap(exchange -> name(exchange.host()).stream())
        .findFirst()
        .or(() -> name("mail." + name.ascii()))
        .orElse(name);
  }

  private static Optional<DomainName> name(String text) {
    try {
      return Optional.of(DomainName.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same, whose mail comes from there. */
  static Domain sendingFrom(Domain domain, String address) {
    return domain.withDns(domain.dns().withEgressAddresses(List.of(address)));
  }

  /** The same, of which one purpose only is looked at. */
  static Domain only(Domain domain, RecordPurpose purpose) {
    var others = Arrays.stream(RecordPurpose.values()).filter(other -> other != purpose).toList();
    return domain.withDns(domain.dns().withLookups(others, List.of()));
  }
}
