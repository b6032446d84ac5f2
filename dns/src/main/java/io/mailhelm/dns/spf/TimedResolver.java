package io.mailhelm.dns.spf;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Looks up records until a time limit; after it no question is asked (RFC 7208 §4.6.4). For one
 * check.
 */
final class TimedResolver {
  private final Resolver resolver;
  private final Clock clock;
  private final Duration time;
  private final Instant end;

  TimedResolver(Resolver resolver, Clock clock, Duration time) {
    this.resolver = resolver;
    this.clock = clock;
    this.time = time;
    this.end = clock.instant().plus(time);
  }

  private <T> DnsAnswer<T> inTime(Supplier<DnsAnswer<T>> question) {
    return clock.instant().isBefore(end)
        ? question.get()
        : new DnsAnswer.Unavailable<>("SPF took more than " + time.toSeconds() + " s");
  }

  DnsAnswer<String> txt(String name) {
    return inTime(() -> resolver.txt(name));
  }

  DnsAnswer<InetAddress> addresses(String host, Family family) {
    return inTime(() -> resolver.addresses(host, family));
  }

  DnsAnswer<MailExchange> mx(String domain) {
    return inTime(() -> resolver.mx(domain));
  }

  DnsAnswer<String> names(InetAddress address) {
    return inTime(() -> resolver.names(address));
  }
}
