package io.mailhelm.dns.inspect;

import io.mailhelm.dns.Answer;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.IssuerRight;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.ServiceTarget;
import io.mailhelm.dns.TlsAssociation;
import java.net.InetAddress;
import java.util.concurrent.Semaphore;

/** The DNS for the time of one report: few questions together, none twice. Thread-safe. */
final class Asked implements Resolver {
  static final String NO_TIME = "not all was answered in time";
  private final Resolver resolver;
  private final Semaphore atOnce;
  private final Once<String, MailExchange> mx;
  private final Once<String, InetAddress> addresses;
  private final Once<String, InetAddress> v4;
  private final Once<String, InetAddress> v6;
  private final Once<InetAddress, String> names;
  private final Once<String, ServiceTarget> srv;
  private final Once<String, IssuerRight> caa;
  private final Once<String, String> ns;
  private final Once<String, String> txt;
  private final Once<String, TlsAssociation> tlsa;

  Asked(Resolver resolver, Semaphore atOnce) {
    this.resolver = resolver;
    this.atOnce = atOnce;
    mx = new Once<>(atOnce, resolver::mx);
    addresses = new Once<>(atOnce, resolver::addresses);
    v4 = new Once<>(atOnce, host -> resolver.addresses(host, Family.V4));
    v6 = new Once<>(atOnce, host -> resolver.addresses(host, Family.V6));
    names = new Once<>(atOnce, resolver::names);
    srv = new Once<>(atOnce, resolver::srv);
    caa = new Once<>(atOnce, resolver::caa);
    ns = new Once<>(atOnce, resolver::ns);
    txt = new Once<>(atOnce, resolver::txt);
    tlsa = new Once<>(atOnce, resolver::tlsa);
  }

  @Override
  public Answer<MailExchange> mx(String domain) {
    return mx.get(domain);
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return addresses.get(host);
  }

  @Override
  public Answer<InetAddress> addresses(String host, Family family) {
    return switch (family) {
      case V4 -> v4.get(host);
      case V6 -> v6.get(host);
    };
  }

  @Override
  public Answer<String> names(InetAddress address) {
    return names.get(address);
  }

  @Override
  public Answer<ServiceTarget> srv(String name) {
    return srv.get(name);
  }

  @Override
  public Answer<IssuerRight> caa(String name) {
    return caa.get(name);
  }

  @Override
  public Answer<String> ns(String zone) {
    return ns.get(zone);
  }

  @Override
  public Answer<String> txt(String name) {
    return txt.get(name);
  }

  @Override
  public Answer<TlsAssociation> tlsa(String name) {
    return tlsa.get(name);
  }

  @Override
  public Resolver validating() {
    return new Asked(resolver.validating(), atOnce);
  }
}
