package io.mailhelm.dns.expect;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.DomainDns.Spf;
import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.RecordPurpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A domain as a test wants it. */
public final class Domains {
  private static final DomainDns DEFAULT = DomainDns.DEFAULT;
  private String name = "example.com";
  private String hostname = "mail.example.com";
  private Domain.Outbound outbound = Domain.Outbound.Deliver;
  private List<DkimKey> keys = List.of();
  private List<String> publicAddresses = List.of();
  private List<String> egressAddresses = List.of();
  private Spf spf = DEFAULT.spf();
  private Dmarc dmarc = DEFAULT.dmarc();
  private MtaSts mtaSts = DEFAULT.mtaSts();
  private List<String> tlsReportsTo = List.of();
  private List<Submission> submission = List.of();
  private boolean web;
  private List<RecordPurpose> omitted = List.of();
  private List<String> blockLists = List.of();

  private Domains() {}

  /** {@code example.com} on {@code mail.example.com}, which sends, with nothing said of DNS. */
  public static Domains example() {
    return new Domains();
  }

  public Domain domain() {
    return new Domain(
        "example-com",
        DomainName.of(name),
        DomainName.of(hostname),
        outbound,
        Optional.empty(),
        Optional.empty(),
        true,
        "tls",
        keys,
        new DomainDns(
            publicAddresses,
            egressAddresses,
            spf,
            dmarc,
            mtaSts,
            tlsReportsTo,
            submission,
            web,
            omitted,
            blockLists.stream().map(DomainName::of).toList(),
            DEFAULT.checkInterval(),
            true),
        List.of(),
        InboundRules.DEFAULT,
        Domain.PASSWORD_GRACE);
  }

  public Domains name(String name) {
    this.name = name;
    return this;
  }

  public Domains hostname(String hostname) {
    this.hostname = hostname;
    return this;
  }

  public Domains captures() {
    outbound = Domain.Outbound.Capture;
    return this;
  }

  public Domains keys(DkimKey... keys) {
    this.keys = List.of(keys);
    return this;
  }

  public Domains publicAddresses(String... addresses) {
    publicAddresses = List.of(addresses);
    return this;
  }

  public Domains egressAddresses(String... addresses) {
    egressAddresses = List.of(addresses);
    return this;
  }

  public Domains spf(Spf.Policy policy, List<String> include, List<String> addresses) {
    spf =
        new Spf(
            policy,
            include.stream().map(DomainName::of).toList(),
            addresses.stream().map(Cidr::of).toList());
    return this;
  }

  public Domains dmarc(Dmarc dmarc) {
    this.dmarc = dmarc;
    return this;
  }

  public Domains mtaSts(MtaSts.Mode mode, Duration maxAge) {
    mtaSts = new MtaSts(mode, maxAge);
    return this;
  }

  public Domains tlsReportsTo(String... to) {
    tlsReportsTo = List.of(to);
    return this;
  }

  public Domains submission(Submission... ports) {
    submission = List.of(ports);
    return this;
  }

  public Domains web() {
    web = true;
    return this;
  }

  public Domains omits(RecordPurpose... purposes) {
    omitted = List.of(purposes);
    return this;
  }

  public Domains blockLists(String... zones) {
    blockLists = List.of(zones);
    return this;
  }
}
