package io.mailhelm.dns.expect;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainDns.Spf;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;

/** Writes the SPF records that a domain should have (RFC 7208 §4.6.1). */
public final class SpfText {
  private SpfText() {}

  /** The record of the domain: its MX, the addresses its mail comes from, and who else may send. */
  static String of(DomainDns dns) {
    var terms = new LinkedHashSet<String>();
    terms.add("mx");
    dns.egressAddresses().stream().map(InetAddress::ofLiteral).map(SpfText::ip).forEach(terms::add);
    dns.spf().addresses().stream().map(SpfText::ip).forEach(terms::add);
    dns.spf().include().forEach(domain -> terms.add("include:" + domain));
    var all = new ArrayList<String>();
    all.add("v=spf1");
    all.addAll(terms);
    all.add(qualifier(dns.spf().policy()) + "all");
    return String.join(" ", all);
  }

  /** The record of the name in EHLO: it sends from its own addresses and from those known. */
  static String helo(DomainDns dns) {
    var reached = dns.publicAddresses().stream().map(InetAddress::ofLiteral).toList();
    var terms = new LinkedHashSet<String>();
    terms.add("a");
    dns.egressAddresses().stream()
        .map(InetAddress::ofLiteral)
        .filter(address -> !reached.contains(address))
        .map(SpfText::ip)
        .forEach(terms::add);
    return "v=spf1 %s -all".formatted(String.join(" ", terms));
  }

  /** The qualifier of {@code all} (RFC 7208 §4.6.2). */
  public static char qualifier(Spf.Policy policy) {
    return switch (policy) {
      case SoftFail -> '~';
      case Fail -> '-';
      case Neutral -> '?';
    };
  }

  private static String ip(InetAddress address) {
    return (address instanceof Inet4Address ? "ip4:" : "ip6:") + AddressText.of(address);
  }

  private static String ip(Cidr block) {
    var network = network(block);
    int prefix = prefix(block);
    return ip(network) + (prefix == network.getAddress().length * 8 ? "" : "/" + prefix);
  }

  /** The first address of a block. */
  public static InetAddress network(Cidr block) {
    var text = block.toString();
    return InetAddress.ofLiteral(text.substring(0, text.indexOf('/')));
  }

  private static int prefix(Cidr block) {
    var text = block.toString();
    return Integer.parseInt(text.substring(text.indexOf('/') + 1));
  }
}
