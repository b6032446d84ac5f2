package io.mailhelm.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
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
   * @param clock for the dates of signatures
   */
  public NetworkResolver(List<InetSocketAddress> servers, TrustAnchors anchors, Clock clock) {
    this(servers, anchors, clock, ElapsedTime.SYSTEM, TIMEOUT, TRY);
  }

  /**
   * @param time by which answers expire
   * @param total how long to wait for an answer
   * @param one how long to wait for one server
   */
  NetworkResolver(
      List<InetSocketAddress> servers,
      TrustAnchors anchors,
      Clock clock,
      ElapsedTime time,
      Duration total,
      Duration one) {
    questions = new Questions(patient(new AnswerLimits(each(servers, one)), total), false, time);
    // it sets EDNS flags on what it asks through, so that one is its own
    var checked =
        new ValidatingResolver(patient(new AnswerLimits(each(servers, one)), total), clock);
    try {
      checked.init(AnswerLimits.settings());
      checked.loadTrustAnchors(anchors.stream());
    } catch (IOException e) {
      throw new UncheckedIOException("these trust anchors cannot be read", e);
    }
    validating = Optional.of(new NetworkResolver(new Questions(checked, true, time)));
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
  public Resolver validating() {
    return validating.orElse(this);
  }

  @Override
  public <T> DnsAnswer<T> ask(RecordKind<T> kind, String name) {
    try {
      return questions.ask(Name.fromString(name.toLowerCase(Locale.ROOT), Name.root), kind);
    } catch (TextParseException e) {
      return new DnsAnswer.Absent<>(false, false); // longer than a name can be: it is nowhere
    }
  }
}
