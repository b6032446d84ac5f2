package io.mailhelm.dns;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** A resolver that always asks the name servers declared at the moment. Thread-safe. */
public final class DeclaredResolver implements Resolver {
  private final Supplier<List<String>> declared;
  private final Clock clock;
  private volatile Made made;

  /** A resolver, and the list of servers that it was made of. */
  private record Made(List<String> servers, Resolver resolver) {}

  /**
   * @param declared name servers as {@code address} or {@code address:port}; empty: the machine's
   */
  public DeclaredResolver(Supplier<List<String>> declared, Clock clock) {
    this.declared = declared;
    this.clock = clock;
    this.made = make(declared.get());
  }

  private Made make(List<String> servers) {
    return new Made(
        servers, new NetworkResolver(NameServers.of(servers), TrustAnchors.iana(), clock));
  }

  /**
   * The resolver for the present list. A new list means a new resolver, which remembers nothing of
   * the answers before.
   */
  private Resolver now() {
    var servers = declared.get();
    if (!made.servers().equals(servers)) {
      made = make(servers);
    }
    return made.resolver();
  }

  @Override
  public DnsAnswer<MailExchange> mx(String domain) {
    return now().mx(domain);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host) {
    return now().addresses(host);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host, Family family) {
    return now().addresses(host, family);
  }

  @Override
  public DnsAnswer<String> names(InetAddress address) {
    return now().names(address);
  }

  @Override
  public DnsAnswer<ServiceTarget> srv(String name) {
    return now().srv(name);
  }

  @Override
  public DnsAnswer<IssuerRight> caa(String name) {
    return now().caa(name);
  }

  @Override
  public DnsAnswer<String> ns(String zone) {
    return now().ns(zone);
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    return now().txt(name);
  }

  @Override
  public DnsAnswer<TlsAssociation> tlsa(String name) {
    return now().tlsa(name);
  }

  @Override
  public Resolver validating() {
    return now().validating();
  }
}
