package io.mailhelm.smtp.api;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.smtp.listen.PeerSample;
import io.mailhelm.smtp.send.Port25;
import java.net.InetAddress;
import java.util.List;

/** A world of a test's making: its DNS, and what whoever inspects a domain comes to. */
public class FakeWorld {
  private final InMemoryResolver dns = new InMemoryResolver();
  private volatile Inspector inspector = (domain, ehlo) -> nothing();

  private static DnsReport nothing() {
    return new DnsReport(List.of(), "", List.of(), Dnssec.Indeterminate);
  }

  public InMemoryResolver dns() {
    return dns;
  }

  /** From now on that is who inspects. */
  public void inspectedBy(Inspector now) {
    inspector = now;
  }

  private DnsReport inspect(Domain domain, DomainName ehlo) {
    return inspector.inspect(domain, ehlo);
  }

  /** Three peers, and no way out through port 25. */
  Outside outside() {
    return new Outside(
        () -> new PeerSample(3, List.of(InetAddress.ofLiteral("192.0.2.7")), false),
        () -> new Port25.Report(Port25.State.Blocked, 6, 5),
        dns,
        this::inspect);
  }
}
