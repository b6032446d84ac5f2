package io.mailhelm.cli.cluster;

import io.mailhelm.cli.commands.DnsText;
import io.mailhelm.cli.remote.TerminalText;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.DomainReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code kubectl mailhelm dns}: shows what the operator saw of domains' DNS, and what to change.
 */
@Command(
    name = "dns",
    description = {
      "What the DNS should say of domains, what the operator saw of it, and what to do about it.",
      "Exit code 1 when a required record is not right, or nobody has looked."
    })
final class ClusterDnsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @ParentCommand ClusterMain parent;

  @Parameters(
      paramLabel = "MAILDOMAIN",
      arity = "0..1",
      description = "its name, or its domain; default: all of the namespace")
  Optional<String> mailDomain;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  DnsText.Form form;

  @Override
  public Integer call() {
    var cluster = parent.options.cluster();
    var domains =
        mailDomain.isPresent()
            ? List.of(cluster.mailDomain(mailDomain.get()))
            : cluster.mailDomains();
    var reports = new ArrayList<DomainReport>();
    for (var domain : domains) {
      report(domain)
          .ifPresentOrElse(
              reports::add,
              () ->
                  spec.commandLine()
                      .getErr()
                      .printf(
                          "mailhelm: nobody looks at the DNS of %s: %s%n",
                          domain.getMetadata().getName(), TerminalText.line(why(domain))));
    }
    DnsText.print(spec.commandLine().getOut(), form, reports);
    return reports.size() == domains.size() && reports.stream().allMatch(DomainReport::isReady)
        ? 0
        : 1;
  }

  private static String why(MailDomain domain) {
    var status = domain.getStatus();
    return status == null || status.conditions() == null
        ? "the operator has not seen it yet"
        : status.conditions().stream()
            .filter(condition -> condition.type().equals("DNSReady"))
            .findFirst()
            .map(condition -> condition.reason() + ": " + condition.message())
            .orElse("its status says nothing of it");
  }

  private static Optional<DomainReport> report(MailDomain domain) {
    return Optional.ofNullable(domain.getStatus())
        .flatMap(
            status ->
                Optional.ofNullable(status.dns())
                    .filter(dns -> dns.records() != null)
                    .map(dns -> new DnsReport(records(dns), zone(dns), lists(status), dnssec(dns))))
        .map(report -> new DomainReport(DomainName.of(domain.getSpec().domain()), report));
  }

  private static List<RecordReport> records(DnsStatus dns) {
    return dns.records().stream().map(ClusterDnsCommand::record).toList();
  }

  /** The report of a record from a status, which leaves out empty fields. */
  private static RecordReport record(DnsStatus.DnsRecord record) {
    return new RecordReport(
        RecordPurpose.valueOf(record.purpose()),
        record.name(),
        record.type(),
        Objects.requireNonNullElse(record.expected(), ""),
        Objects.requireNonNullElse(record.observed(), List.of()),
        RecordVerdict.valueOf(record.verdict().name()),
        Boolean.TRUE.equals(record.required()),
        Objects.requireNonNullElse(record.advice(), ""));
  }

  private static String zone(DnsStatus dns) {
    return Objects.requireNonNullElse(dns.zoneFile(), "");
  }

  private static DnsReport.Dnssec dnssec(DnsStatus dns) {
    return dns.dnssec() == null
        ? DnsReport.Dnssec.Indeterminate
        : DnsReport.Dnssec.valueOf(dns.dnssec().name());
  }

  private static List<BlockListing> lists(MailDomainStatus status) {
    return status.blockLists() == null
        ? List.of()
        : status.blockLists().stream()
            .map(
                list ->
                    new BlockListing(
                        list.zone(),
                        list.address(),
                        state(list.listed()),
                        Objects.requireNonNullElse(list.text(), "")))
            .toList();
  }

  private static BlockListing.State state(Boolean listed) {
    if (listed == null) {
      return BlockListing.State.Unknown;
    }
    return listed ? BlockListing.State.Listed : BlockListing.State.NotListed;
  }
}
