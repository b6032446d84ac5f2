package io.mailhelm.dns.spf;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Looks up records until a time limit; after it no question is asked (RFC 7208 §4.6.4). For one
 * check.
 */
final class TimedResolver {
  private final Resolver resolver;
  private final ElapsedTime elapsed;
  private final Duration time;
  private final Duration end;

  TimedResolver(Resolver resolver, ElapsedTime elapsed, Duration time) {
    this.resolver = resolver;
    this.elapsed = elapsed;
    this.time = time;
    this.end = elapsed.now().plus(time);
  }

  private <T> DnsAnswer<T> inTime(Supplier<DnsAnswer<T>> question) {
    return elapsed.isPast(end)
        ? new DnsAnswer.Unavailable<>("SPF took more than " + time.toSeconds() + " s")
        : question.get();
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
