package io.mailhelm.smtp.send;

import io.mailhelm.dns.Answer;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.smtp.send.Refusal.Kind;
import io.mailhelm.smtp.send.TlsOutcomes.Policy;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a domain's DNS says about the certificates of its servers (RFC 7672 §2.2), where signatures
 * prove it all the way: the MX, the addresses, the TLSA records. Thread-safe.
 *
 * <p>Some name servers pass no signatures on, and behind those nothing can be proved. Whether ours
 * do is found out at the root, which is signed; once they did, they are held to it, so that nobody
 * can take the protection away by leaving signatures out.
 */
final class DaneRecords {
  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);
  private final Resolver resolver;
  private final TlsOutcomes outcomes;
  private final Clock clock;
  private volatile boolean canProve;
  private volatile Instant askedAt = Instant.EPOCH;

  DaneRecords(Resolver resolver, TlsOutcomes outcomes, Clock clock) {
    this.resolver = resolver.validating();
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /**
   * What is asked of a server; empty where nothing is proved.
   *
   * @throws Refusal where a proof is due and cannot be had: it is tried again later
   */
  Optional<TlsDemand> of(String domain, String host) throws Refusal {
    if (!isServerProved(domain, host)) {
      return Optional.empty();
    }
    var addresses = proved(domain, host, resolver.addresses(host));
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    // RFC 7672 §2.2.3: under the name that aliases lead to first, then under its own
    for (var base : Stream.of(addresses.get().name(), host).distinct().toList()) {
      var records = proved(domain, host, resolver.tlsa("_25._tcp." + base));
      if (records.isPresent()) {
        return Optional.of(demand(domain, host, base, records.get().values()));
      }
    }
    return Optional.empty();
  }

  private TlsDemand demand(String domain, String host, String base, List<TlsAssociation> records) {
    var usable = records.stream().filter(Dane::isUsable).toList();
    if (usable.isEmpty()) {
      outcomes.failed(
          domain, Policy.TLSA, host, Result.TLSA_INVALID, "none of its TLSA records can be used");
      return new TlsDemand.Encrypted();
    }
    return new TlsDemand.Dane(usable, Stream.of(base, host, domain).distinct().toList());
  }

  /**
   * Whether signatures prove that {@code host} is a server of {@code domain}.
   *
   * @throws Refusal where a proof is due and cannot be had
   */
  boolean isServerProved(String domain, String host) throws Refusal {
    if (!canProve()) {
      return false;
    }
    return switch (resolver.mx(domain)) {
      case Answer.Unavailable<MailExchange>(var reason) -> throw unproved(domain, host, reason);
      case Answer.Absent<MailExchange>(var exists, var validated) ->
          validated && host.equals(domain);
      case Answer.Found<MailExchange>(var name, var exchanges, var validated) -> {
        boolean named = exchanges.stream().anyMatch(exchange -> exchange.host().equals(host));
        if (validated && !named) {
          throw unproved(domain, host, "the MX that is proved does not name it");
        }
        yield validated;
      }
    };
  }

  private <T> Optional<Answer.Found<T>> proved(String domain, String host, Answer<T> answer)
      throws Refusal {
    return switch (answer) {
      case Answer.Unavailable<T>(var reason) -> throw unproved(domain, host, reason);
      case Answer.Absent<T> absent -> Optional.empty();
      case Answer.Found<T> found -> Optional.of(found).filter(Answer.Found::validated);
    };
  }

  private Refusal unproved(String domain, String host, String reason) {
    outcomes.failed(domain, Policy.TLSA, host, Result.DNSSEC_INVALID, reason);
    return new Refusal(
        Kind.SAID,
        Verdict.deferred(
            Codes.TLS, "what its DNS says about TLS cannot be proved (DNSSEC): " + reason));
  }

  private boolean canProve() {
    if (!canProve && clock.instant().isAfter(askedAt.plus(ASK_AGAIN))) {
      askedAt = clock.instant();
      Answer<InetAddress> root = resolver.addresses(".");
      canProve = root.isValidated();
    }
    return canProve;
  }
}
