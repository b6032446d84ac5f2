package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.IssuerRight;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.ServiceTarget;
import io.mailhelm.dns.TlsAssociation;
import java.net.InetAddress;
import java.util.concurrent.Semaphore;

/** The resolver for one report: it asks few questions in parallel, and none twice. Thread-safe. */
final class ReportQuestions implements Resolver {
  static final String NO_TIME = "not all was answered in time";
  private final Resolver resolver;
  private final Semaphore atOnce;
  private final RepeatedQuestions<String, MailExchange> mx;
  private final RepeatedQuestions<String, InetAddress> addresses;
  private final RepeatedQuestions<String, InetAddress> v4;
  private final RepeatedQuestions<String, InetAddress> v6;
  private final RepeatedQuestions<InetAddress, String> names;
  private final RepeatedQuestions<String, ServiceTarget> srv;
  private final RepeatedQuestions<String, IssuerRight> caa;
  private final RepeatedQuestions<String, String> ns;
  private final RepeatedQuestions<String, String> txt;
  private final RepeatedQuestions<String, TlsAssociation> tlsa;

  ReportQuestions(Resolver resolver, Semaphore atOnce) {
    this.resolver = resolver;
    this.atOnce = atOnce;
    mx = new RepeatedQuestions<>(atOnce, resolver::mx);
    addresses = new RepeatedQuestions<>(atOnce, resolver::addresses);
    v4 = new RepeatedQuestions<>(atOnce, host -> resolver.addresses(host, Family.V4));
    v6 = new RepeatedQuestions<>(atOnce, host -> resolver.addresses(host, Family.V6));
    names = new RepeatedQuestions<>(atOnce, resolver::names);
    srv = new RepeatedQuestions<>(atOnce, resolver::srv);
    caa = new RepeatedQuestions<>(atOnce, resolver::caa);
    ns = new RepeatedQuestions<>(atOnce, resolver::ns);
    txt = new RepeatedQuestions<>(atOnce, resolver::txt);
    tlsa = new RepeatedQuestions<>(atOnce, resolver::tlsa);
  }

  @Override
  public DnsAnswer<MailExchange> mx(String domain) {
    return mx.get(domain);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host) {
    return addresses.get(host);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(String host, Family family) {
    return switch (family) {
      case V4 -> v4.get(host);
      case V6 -> v6.get(host);
    };
  }

  @Override
  public DnsAnswer<String> names(InetAddress address) {
    return names.get(address);
  }

  @Override
  public DnsAnswer<ServiceTarget> srv(String name) {
    return srv.get(name);
  }

  @Override
  public DnsAnswer<IssuerRight> caa(String name) {
    return caa.get(name);
  }

  @Override
  public DnsAnswer<String> ns(String zone) {
    return ns.get(zone);
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    return txt.get(name);
  }

  @Override
  public DnsAnswer<TlsAssociation> tlsa(String name) {
    return tlsa.get(name);
  }

  @Override
  public Resolver validating() {
    return new ReportQuestions(resolver.validating(), atOnce);
  }
}
