package io.mailhelm.smtp.send;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import io.mailhelm.smtp.send.TlsOutcomes.Policy;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Looks up the TLSA records of a domain's servers (RFC 7672 §2.2), and takes them only where DNSSEC
 * proves all of it: the MX, the addresses, the TLSA records. Thread-safe.
 *
 * <p>Some name servers pass no signatures on, and behind those nothing can be proved. Whether ours
 * do is found out at the root, which is signed, before anything is sent: while the root cannot be
 * asked, everything waits. Once they did, they have to go on doing so, over restarts too ({@link
 * DnssecMemory}), so that nobody can take the protection away by leaving signatures out.
 */
final class DaneRecords {
  /** How long name servers are taken to pass no signatures on, once they did not. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

  /** How long the root is not asked again after no name server answered. */
  private static final Duration ASK_SOON = Duration.ofSeconds(30);

  private static final String ROOT = ".";
  private final Resolver resolver;
  private final TlsOutcomes outcomes;
  private final ElapsedTime time;
  private final DnssecMemory memory;
  private final Resolver plain;
  private final ReentrantLock asking = new ReentrantLock();
  private Optional<Duration> askedAt = Optional.empty();
  private Optional<String> unknown = Optional.empty();

  /**
   * @param memory of what the name servers proved
   * @param time for how long an answer of the root holds
   */
  DaneRecords(Resolver resolver, DnssecMemory memory, TlsOutcomes outcomes, ElapsedTime time) {
    this.plain = resolver;
    this.resolver = resolver.validating();
    this.memory = memory;
    this.outcomes = outcomes;
    this.time = time;
  }

  /**
   * What is asked of a server; empty where nothing is proved.
   *
   * @throws ServerRefusal where a proof is due and cannot be had: it is tried again later
   */
  Optional<TlsDemand> of(String domain, String host) throws ServerRefusal {
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
   * @throws ServerRefusal where a proof is due and cannot be had
   */
  boolean isServerProved(String domain, String host) throws ServerRefusal {
    if (!canProve(domain, host)) {
      return false;
    }
    return switch (resolver.mx(domain)) {
      case DnsAnswer.Unavailable<MailExchange>(var reason, var _) ->
          throw unproved(domain, host, reason);
      case DnsAnswer.Absent<MailExchange>(var exists, var validated) ->
          validated && host.equals(domain);
      case DnsAnswer.Found<MailExchange>(var name, var exchanges, var validated) -> {
        boolean named = exchanges.stream().anyMatch(exchange -> exchange.host().equals(host));
        if (validated && !named) {
          throw unproved(domain, host, "the MX that is proved does not name it");
        }
        yield validated;
      }
    };
  }

  private <T> Optional<DnsAnswer.Found<T>> proved(String domain, String host, DnsAnswer<T> answer)
      throws ServerRefusal {
    return switch (answer) {
      case DnsAnswer.Unavailable<T>(var reason, var _) -> throw unproved(domain, host, reason);
      case DnsAnswer.Absent<T> absent -> Optional.empty();
      case DnsAnswer.Found<T> found -> Optional.of(found).filter(DnsAnswer.Found::validated);
    };
  }

  private ServerRefusal unproved(String domain, String host, String reason) {
    outcomes.failed(domain, Policy.TLSA, host, Result.DNSSEC_INVALID, reason);
    return new ServerRefusal(
        Kind.SAID,
        RecipientResult.deferred(
            LocalStatusCodes.TLS,
            "what its DNS says about TLS cannot be proved (DNSSEC): " + reason));
  }

  /**
   * Whether the name servers pass signatures on.
   *
   * @throws ServerRefusal while that cannot be told
   */
  private boolean canProve(String domain, String host) throws ServerRefusal {
    if (memory.isProved()) {
      return true;
    }
    asking.lock(); // who comes while somebody asks waits for the answer, rather than go without it
    try {
      if (!memory.isProved() && isToBeAsked()) {
        askRoot();
      }
      if (memory.isProved()) {
        return true;
      }
      if (unknown.isPresent()) {
        throw unproved(domain, host, "the root has not been proved yet: " + unknown.get());
      }
      return false;
    } finally {
      asking.unlock();
    }
  }

  private boolean isToBeAsked() {
    var pause = unknown.isPresent() ? ASK_SOON : ASK_AGAIN;
    return askedAt.map(then -> time.isPast(then.plus(pause))).orElse(true);
  }

  /** Name servers that answer for the root and prove nothing of it pass no signatures on. */
  private void askRoot() {
    askedAt = Optional.of(time.now());
    if (resolver.addresses(ROOT).isValidated()) {
      memory.proved();
      unknown = Optional.empty();
    } else if (plain.addresses(ROOT)
        instanceof DnsAnswer.Unavailable<InetAddress>(var reason, var _)) {
      unknown = Optional.of(reason);
    } else {
      unknown = Optional.empty();
    }
  }
}
