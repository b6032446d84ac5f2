package io.mailhelm.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Asks recursive name servers over the network: by UDP with EDNS (RFC 6891), by TCP where an answer
 * is truncated, one server after the other. It caches answers. Thread-safe.
 */
public final class NetworkResolver implements Resolver {
  /** How long to wait for an answer, all servers and tries together. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration TRY = Duration.ofSeconds(4);
  private final Questions questions;
  private final Optional<NetworkResolver> validating;

  /**
   * @param servers asked in this order, as {@link NameServers#of} makes them; none: every answer is
   *     unavailable
   * @param anchors the trust anchors of {@link #validating}; a server's own claim that an answer is
   *     authentic (AD) does not count
   * @param clock for lifetimes of answers and of signatures
   */
  public NetworkResolver(List<InetSocketAddress> servers, TrustAnchors anchors, Clock clock) {
    this(servers, anchors, clock, TIMEOUT, TRY);
  }

  /**
   * @param total how long to wait for an answer
   * @param one how long to wait for one server
   */
  NetworkResolver(
      List<InetSocketAddress> servers,
      TrustAnchors anchors,
      Clock clock,
      Duration total,
      Duration one) {
    questions = new Questions(patient(new AnswerLimits(each(servers, one)), total), false, clock);
    // it sets EDNS flags on what it asks through, so that one is its own
    var checked =
        new ValidatingResolver(patient(new AnswerLimits(each(servers, one)), total), clock);
    try {
      checked.init(AnswerLimits.settings());
      checked.loadTrustAnchors(anchors.stream());
    } catch (IOException e) {
      throw new UncheckedIOException("these trust anchors cannot be read", e);
    }
    validating = Optional.of(new NetworkResolver(new Questions(checked, true, clock)));
  }

  private NetworkResolver(Questions questions) {
    this.questions = questions;
    this.validating = Optional.empty();
  }

  private static SimpleResolver[] each(List<InetSocketAddress> servers, Duration one) {
    var each = servers.stream().map(SimpleResolver::new).toArray(SimpleResolver[]::new);
    for (var server : each) {
      server.setTimeout(one);
    }
    return each;
  }

  private static ExtendedResolver patient(ExtendedResolver all, Duration total) {
    all.setTimeout(total);
    all.setRetries(2);
    return all;
  }

  @Override
  public DnsAnswer<MailExchange> mx(String domain) {
    return ask(domain, RecordKind.MX);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host) {
    var v4 = addresses(host, Family.V4);
    if (v4 instanceof DnsAnswer.Absent<InetAddress>(boolean exists, boolean proved) && !exists) {
      return v4;
    }
    return both(v4, addresses(host, Family.V6));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host, Family family) {
    return switch (family) {
      case V4 -> ask(host, RecordKind.A);
      case V6 -> ask(host, RecordKind.AAAA);
    };
  }

  @Override
  public DnsAnswer<String> names(InetAddress address) {
    return questions.ask(ReverseMap.fromAddress(address), RecordKind.PTR);
  }

  @Override
  public DnsAnswer<ServiceTarget> srv(String name) {
    return ask(name, RecordKind.SRV);
  }

  @Override
  public DnsAnswer<IssuerRight> caa(String name) {
    return ask(name, RecordKind.CAA);
  }

  @Override
  public DnsAnswer<String> ns(String zone) {
    return ask(zone, RecordKind.NS);
  }

  private static DnsAnswer<InetAddress> both(DnsAnswer<InetAddress> v4, DnsAnswer<InetAddress> v6) {
    if (v4 instanceof DnsAnswer.Found<InetAddress> a
        && v6 instanceof DnsAnswer.Found<InetAddress> b) {
      return new DnsAnswer.Found<>(
          a.name(),
          Stream.concat(b.values().stream(), a.values().stream()).toList(),
          a.validated() && b.validated());
    }
    if (v4 instanceof DnsAnswer.Found<InetAddress>) {
      return v4;
    }
    return v6 instanceof DnsAnswer.Absent<InetAddress> ? v4 : v6;
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    return ask(name, RecordKind.TXT);
  }

  @Override
  public DnsAnswer<TlsAssociation> tlsa(String name) {
    return ask(name, RecordKind.TLSA);
  }

  @Override
  public Resolver validating() {
    return validating.orElse(this);
  }

  /** Octets of memory that cached answers take, validated or not. */
  long remembered() {
    return questions.remembered() + validating.map(NetworkResolver::remembered).orElse(0L);
  }

  private <T> DnsAnswer<T> ask(String name, RecordKind<T> kind) {
    try {
      return questions.ask(Name.fromString(name.toLowerCase(Locale.ROOT), Name.root), kind);
    } catch (TextParseException e) {
      return new DnsAnswer.Absent<>(false, false); // longer than a name can be: it is nowhere
    }
  }
}
