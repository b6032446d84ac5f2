package io.mailhelm.dns.spf;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.MailExchange;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * Evaluates one check from its domain to its end, with includes and redirects (RFC 7208 §4). For
 * one thread.
 */
final class Evaluation {
  private final TimedResolver resolver;
  private final CheckedClient client;
  private final Expander expander;
  private final SpfLimits limits = new SpfLimits();

  /**
   * The result of a record.
   *
   * @param why where the domain explains a failure
   * @param domain the domain whose record decided in the end
   */
  private record Verdict(SpfResult result, Optional<DomainSpec> why, String domain) {}

  Evaluation(TimedResolver resolver, CheckedClient client, Expander expander) {
    this.resolver = resolver;
    this.client = client;
    this.expander = expander;
  }

  SpfOutcome run(String domain) {
    try {
      var verdict = check(domain);
      // RFC 7208 §6.2: fetched when everything is decided, and at no cost
      var explanation =
          verdict.result() == SpfResult.Fail
              ? verdict.why().map(spec -> explanation(spec, verdict.domain())).orElse("")
              : "";
      return new SpfOutcome(verdict.result(), explanation, "", limits.lookups());
    } catch (SpfErrorException e) {
      return new SpfOutcome(e.result(), "", e.getMessage(), limits.lookups());
    }
  }

  private Verdict check(String domain) throws SpfErrorException {
    return switch (SpfLookup.by(domain, resolver::txt)) {
      case SpfLookup.None none -> new Verdict(SpfResult.None, Optional.empty(), domain);
      case SpfLookup.Faulty(var problem) -> throw SpfErrorException.lasting(problem);
      case SpfLookup.Unavailable(var reason) -> throw SpfErrorException.passing(reason);
      case SpfLookup.One(var record) -> evaluate(record, domain);
    };
  }

  private Verdict evaluate(SpfRecord record, String domain) throws SpfErrorException {
    for (var directive : record.directives()) {
      if (matches(directive.mechanism(), domain)) {
        return new Verdict(directive.qualifier().result(), record.explanation(), domain);
      }
    }
    if (record.redirect().isEmpty()) {
      return new Verdict(SpfResult.Neutral, Optional.empty(), domain); // RFC 7208 §4.7
    }
    return other("redirect=", record.redirect().get(), domain);
  }

  /** The verdict of a record that this one leads to, which must exist (RFC 7208 §5.2, §6.1). */
  private Verdict other(String term, DomainSpec target, String domain) throws SpfErrorException {
    limits.lookUp();
    var verdict = check(expander.name(target, domain));
    if (verdict.result() == SpfResult.None) {
      throw SpfErrorException.lasting(
          "'%s%s' of %s leads to a domain without an SPF record"
              .formatted(term, SpfCharacters.shown(target.text()), SpfCharacters.shown(domain)));
    }
    return verdict;
  }

  private boolean matches(SpfMechanism mechanism, String domain) throws SpfErrorException {
    return switch (mechanism) {
      case SpfMechanism.All all -> true;
      case SpfMechanism.Addresses(var block) -> block.contains(client.octets());
      case SpfMechanism.Include(var target) ->
          other("include:", target, domain).result() == SpfResult.Pass;
      case SpfMechanism.A(var target, var lengths) -> host(name(target, domain), lengths);
      case SpfMechanism.Mx(var target, var lengths) -> exchange(name(target, domain), lengths);
      case SpfMechanism.Ptr(var target) -> named(name(target, domain));
      case SpfMechanism.Exists(var target) -> exists(expander.name(target, domain));
    };
  }

  private String name(Optional<DomainSpec> target, String domain) {
    return target.map(spec -> expander.name(spec, domain)).orElse(domain);
  }

  private boolean host(String name, PrefixLengths lengths) throws SpfErrorException {
    limits.lookUp();
    if (!QueriedNames.canExist(name)) {
      return false;
    }
    var addresses = told(resolver.addresses(QueriedNames.asked(name), client.family()));
    if (addresses instanceof DnsAnswer.Absent<InetAddress>) {
      limits.foundNothing();
    }
    return isAmong(addresses, lengths);
  }

  private boolean exchange(String name, PrefixLengths lengths) throws SpfErrorException {
    limits.lookUp();
    if (!QueriedNames.canExist(name)) {
      return false;
    }
    var exchanges = told(resolver.mx(QueriedNames.asked(name)));
    if (exchanges.found().size() > SpfLimits.MAX_NAMES) {
      throw SpfErrorException.lasting(
          "'mx' of %s leads to more than %d mail exchanges"
              .formatted(SpfCharacters.shown(name), SpfLimits.MAX_NAMES));
    }
    boolean isVoid = exchanges instanceof DnsAnswer.Absent<MailExchange>;
    for (var exchange :
        exchanges.found().stream()
            .sorted(Comparator.comparingInt(MailExchange::preference))
            .filter(mx -> !mx.host().isEmpty()) // RFC 7505
            .toList()) {
      var addresses = told(resolver.addresses(exchange.host(), client.family()));
      if (isAmong(addresses, lengths)) {
        return true;
      }
      isVoid |= addresses instanceof DnsAnswer.Absent<InetAddress>;
    }
    if (isVoid) {
      limits.foundNothing(); // once a term, however many hosts it has
    }
    return false;
  }

  private boolean named(String domain) throws SpfErrorException {
    limits.lookUp();
    return client.names().stream().anyMatch(name -> CheckedClient.isWithin(name, domain));
  }

  /** Whether a name has an A record, whatever the client's family (RFC 7208 §5.7). */
  private boolean exists(String name) throws SpfErrorException {
    limits.lookUp();
    if (!QueriedNames.canExist(name)) {
      return false;
    }
    var addresses = told(resolver.addresses(QueriedNames.asked(name), Family.V4));
    if (addresses instanceof DnsAnswer.Absent<InetAddress>) {
      limits.foundNothing();
    }
    return !addresses.found().isEmpty();
  }

  private boolean isAmong(DnsAnswer<InetAddress> addresses, PrefixLengths lengths) {
    return addresses.found().stream()
        .anyMatch(address -> lengths.around(address.getAddress()).contains(client.octets()));
  }

  /** The answer; where it is unavailable the check ends (RFC 7208 §5). */
  private static <T> DnsAnswer<T> told(DnsAnswer<T> answer) throws SpfErrorException {
    if (answer instanceof DnsAnswer.Unavailable<T>(var reason, var _)) {
      throw SpfErrorException.passing(reason);
    }
    return answer;
  }

  /** The explanation; empty where anything is wrong with it (RFC 7208 §6.2). */
  private String explanation(DomainSpec spec, String domain) {
    var name = expander.name(spec, domain);
    if (!QueriedNames.canExist(name)) {
      return "";
    }
    var texts = resolver.txt(QueriedNames.asked(name)).found();
    return texts.size() == 1 ? expander.explanation(texts.getFirst(), domain) : "";
  }
}
