package io.mailhelm.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Asks name servers that resolve recursively, by UDP with EDNS (RFC 6891), by TCP where an answer
 * is cut off, one server after the other, and remembers what they said. Thread-safe.
 */
public final class NetworkResolver implements Resolver {
  /** What an answer is waited for, all servers and tries together. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration TRY = Duration.ofSeconds(4);
  private static final int REMEMBERED = 10_000;
  private final Questions questions;
  private final Optional<NetworkResolver> validating;

  /**
   * @param servers asked in this order, as {@link NameServers#of} makes them; none: every answer is
   *     unavailable
   * @param anchors what {@link #validating} believes in; answers that a server calls authentic (AD)
   *     are not believed for that
   * @param clock for lifetimes of answers and of signatures
   */
  public NetworkResolver(List<InetSocketAddress> servers, TrustAnchors anchors, Clock clock) {
    this(servers, anchors, clock, TIMEOUT, TRY);
  }

  /**
   * @param total what an answer is waited for
   * @param one what one server is waited for
   */
  NetworkResolver(
      List<InetSocketAddress> servers,
      TrustAnchors anchors,
      Clock clock,
      Duration total,
      Duration one) {
    questions =
        new Questions(asking(servers, total, one), false, new AnswerCache<>(REMEMBERED, clock));
    // it sets EDNS flags on what it asks through, so that one is its own
    var checked = new ValidatingResolver(asking(servers, total, one), clock);
    try {
      checked.loadTrustAnchors(anchors.stream());
    } catch (IOException e) {
      throw new UncheckedIOException("these trust anchors cannot be read", e);
    }
    validating =
        Optional.of(
            new NetworkResolver(
                new Questions(checked, true, new AnswerCache<>(REMEMBERED, clock))));
  }

  private NetworkResolver(Questions questions) {
    this.questions = questions;
    this.validating = Optional.empty();
  }

  private static ExtendedResolver asking(
      List<InetSocketAddress> servers, Duration total, Duration one) {
    var each = servers.stream().map(SimpleResolver::new).toArray(SimpleResolver[]::new);
    for (var server : each) {
      server.setTimeout(one);
    }
    var all = new ExtendedResolver(each);
    all.setTimeout(total);
    all.setRetries(2);
    return all;
  }

  @Override
  public Answer<MailExchange> mx(String domain) {
    return ask(
        domain,
        Type.MX,
        record ->
            record instanceof MXRecord mx
                ? Stream.of(new MailExchange(mx.getPriority(), text(mx.getTarget())))
                : Stream.empty());
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    var v4 = addresses(host, Family.V4);
    if (v4 instanceof Answer.Absent<InetAddress>(boolean exists, boolean proved) && !exists) {
      return v4;
    }
    return both(v4, addresses(host, Family.V6));
  }

  @Override
  public Answer<InetAddress> addresses(String host, Family family) {
    return switch (family) {
      case V4 ->
          ask(
              host,
              Type.A,
              record ->
                  record instanceof ARecord a
                      ? Stream.of(nameless(a.getAddress()))
                      : Stream.empty());
      case V6 ->
          ask(
              host,
              Type.AAAA,
              record ->
                  record instanceof AAAARecord a
                      ? Stream.of(nameless(a.getAddress()))
                      : Stream.empty());
    };
  }

  @Override
  public Answer<String> names(InetAddress address) {
    return ask(
        ReverseMap.fromAddress(address),
        Type.PTR,
        record ->
            record instanceof PTRRecord ptr ? Stream.of(text(ptr.getTarget())) : Stream.empty());
  }

  @Override
  public Answer<ServiceTarget> srv(String name) {
    return ask(
        name,
        Type.SRV,
        record ->
            record instanceof SRVRecord srv
                ? Stream.of(
                    new ServiceTarget(
                        srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget())))
                : Stream.empty());
  }

  @Override
  public Answer<IssuerRight> caa(String name) {
    return ask(
        name,
        Type.CAA,
        record ->
            record instanceof CAARecord caa
                ? Stream.of(
                    new IssuerRight(
                        (caa.getFlags() & CAARecord.Flags.IssuerCritical) != 0,
                        caa.getTag().toLowerCase(Locale.ROOT),
                        caa.getValue()))
                : Stream.empty());
  }

  @Override
  public Answer<String> ns(String zone) {
    return ask(
        zone,
        Type.NS,
        record -> record instanceof NSRecord ns ? Stream.of(text(ns.getTarget())) : Stream.empty());
  }

  private static Answer<InetAddress> both(Answer<InetAddress> v4, Answer<InetAddress> v6) {
    if (v4 instanceof Answer.Found<InetAddress> a && v6 instanceof Answer.Found<InetAddress> b) {
      return new Answer.Found<>(
          a.name(),
          Stream.concat(b.values().stream(), a.values().stream()).toList(),
          a.validated() && b.validated());
    }
    if (v4 instanceof Answer.Found<InetAddress>) {
      return v4;
    }
    return v6 instanceof Answer.Absent<InetAddress> ? v4 : v6;
  }

  /** Without the name, so that nobody looks one up for printing it. */
  private static InetAddress nameless(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Answer<String> txt(String name) {
    return ask(
        name,
        Type.TXT,
        record -> record instanceof TXTRecord txt ? Stream.of(joined(txt)) : Stream.empty());
  }

  private static String joined(TXTRecord txt) {
    var text = new StringBuilder();
    for (var part : txt.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  @Override
  public Answer<TlsAssociation> tlsa(String name) {
    return ask(
        name,
        Type.TLSA,
        record ->
            record instanceof TLSARecord tlsa
                ? Stream.of(
                    new TlsAssociation(
                        tlsa.getCertificateUsage(),
                        tlsa.getSelector(),
                        tlsa.getMatchingType(),
                        tlsa.getCertificateAssociationData()))
                : Stream.empty());
  }

  @Override
  public Resolver validating() {
    return validating.orElse(this);
  }

  private <T> Answer<T> ask(String name, int type, Function<Record, Stream<T>> read) {
    try {
      return ask(Name.fromString(name.toLowerCase(Locale.ROOT), Name.root), type, read);
    } catch (TextParseException e) {
      return new Answer.Absent<>(false, false); // longer than a name can be: it is nowhere
    }
  }

  private <T> Answer<T> ask(Name name, int type, Function<Record, Stream<T>> read) {
    return questions.ask(name, type).map(records -> records.stream().flatMap(read).toList());
  }

  static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
  }
}
