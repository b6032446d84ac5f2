package io.mailhelm.compiler;

import io.mailhelm.config.AddressScope;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.DomainDns.Spf;
import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.crds.DnsSpec;
import io.mailhelm.crds.ListenerSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainSpec;
import io.mailhelm.crds.ServerSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiles what a MailDomain declares of its DNS records; {@link HostedDns} adds what comes from
 * its server.
 */
final class DnsPass {
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  /** The longest age of a policy: a year (RFC 8461 §3.2). */
  private static final Duration MOST_AGE = Duration.ofSeconds(31_557_600);

  private final MailDomainSpec spec;
  private final SpecFields fields;
  private final DnsFields values;
  private final CompilerInput input;

  DnsPass(MailDomain domain, CompilerInput input, Problems problems) {
    this.spec = domain.getSpec();
    this.fields = new SpecFields(domain, problems);
    this.values = new DnsFields(fields);
    this.input = input;
  }

  DomainDns dns() {
    var dns = Optional.ofNullable(spec.dns());
    return new DomainDns(
        publicAddresses(dns.map(DnsSpec::publicAddresses).orElse(List.of())),
        values.addresses(
            "spec.dns.egressAddresses", dns.map(DnsSpec::egressAddresses).orElse(List.of())),
        spf(),
        dmarc(),
        mtaSts(),
        spec.tlsReports() == null
            ? List.of()
            : values.reports("spec.tlsReports.to", spec.tlsReports().to()),
        Optional.ofNullable(spec.server()).map(this::submission).orElse(List.of()),
        false,
        dns.map(DnsSpec::omit).orElse(List.of()).stream()
            .map(purpose -> RecordPurpose.valueOf(purpose.name()))
            .toList(),
        values.domains("spec.dns.blockLists", dns.map(DnsSpec::blockLists).orElse(List.of())),
        dns.map(
                any ->
                    fields.duration("spec.dns.checkInterval", any.checkInterval(), LEAST_INTERVAL))
            .orElse(DomainDns.DEFAULT.checkInterval()),
        spec.outbound() == MailDomainSpec.Outbound.Deliver
            || dns.map(DnsPass::saysAnything).orElse(false));
  }

  /**
   * The declared addresses, or those that the cluster gave the Service of a server. Private ones
   * among the latter cannot be reached from the internet: a router is in front of them, whose
   * address is not known here.
   */
  private List<String> publicAddresses(List<String> declared) {
    if (spec.server() == null || !declared.isEmpty()) {
      return values.addresses("spec.dns.publicAddresses", declared);
    }
    return input.serviceAddresses().stream()
        .flatMap(text -> DnsFields.literal(text).stream())
        .filter(address -> !AddressScope.of(address).isInternal())
        .map(InetAddress::getHostAddress)
        .sorted()
        .distinct()
        .toList();
  }

  private Spf spf() {
    var declared = spec.spf();
    return declared == null
        ? DomainDns.DEFAULT.spf()
        : new Spf(
            Spf.Policy.valueOf(declared.policy().name()),
            values.domains("spec.spf.include", declared.include()),
            values.senders("spec.spf.addresses", declared.addresses()));
  }

  private Dmarc dmarc() {
    var declared = spec.dmarc();
    return declared == null
        ? DomainDns.DEFAULT.dmarc()
        : new Dmarc(
            Dmarc.Policy.valueOf(declared.policy().name()),
            Optional.ofNullable(declared.subdomainPolicy())
                .map(policy -> Dmarc.Policy.valueOf(policy.name())),
            values.mailboxes("spec.dmarc.aggregateReportsTo", declared.aggregateReportsTo()),
            values.mailboxes("spec.dmarc.failureReportsTo", declared.failureReportsTo()));
  }

  private MtaSts mtaSts() {
    var declared = spec.mtaSts();
    if (declared == null) {
      return DomainDns.DEFAULT.mtaSts();
    }
    var path = "spec.mtaSts.maxAge";
    var age = fields.duration(path, declared.maxAge(), LEAST_INTERVAL);
    if (age.compareTo(MOST_AGE) > 0) {
      fields.invalid(
          path,
          "'%s' is more than a year, which no policy lasts (RFC 8461): write 8766h or less"
              .formatted(declared.maxAge()));
    }
    return new MtaSts(MtaSts.Mode.valueOf(declared.mode().name()), age);
  }

  /**
   * The ports, as seen from outside, that require a login and TLS. Where some are behind proxies,
   * outside clients come through these, and the other ports are for the cluster.
   */
  private List<Submission> submission(ServerSpec server) {
    var all =
        server.listeners().stream()
            .filter(listener -> listener.auth() == ListenerSpec.Auth.Required)
            .filter(listener -> listener.tls() != ListenerSpec.Tls.Optional)
            .filter(listener -> listener.port() > 0 && !isLoopback(listener))
            .toList();
    var proxied = all.stream().filter(listener -> listener.proxyProtocol() != null).toList();
    return (proxied.isEmpty() ? all : proxied)
        .stream()
            .map(
                listener ->
                    new Submission(listener.port(), listener.tls() == ListenerSpec.Tls.Implicit))
            .distinct()
            .toList();
  }

  private boolean isLoopback(ListenerSpec listener) {
    return listener.address() == null
        ? input.dev()
        : DnsFields.literal(listener.address()).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  private static boolean saysAnything(DnsSpec dns) {
    return dns.publish() != DnsSpec.Publish.None
        || !dns.checkInterval().equals("10m")
        || Stream.of(
                dns.publicAddresses(),
                dns.egressAddresses(),
                dns.resolvers(),
                dns.blockLists(),
                dns.omit())
            .anyMatch(Objects::nonNull);
  }
}
