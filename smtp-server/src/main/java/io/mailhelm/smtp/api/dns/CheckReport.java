package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The result of a DNS check of a domain, as the status of its MailDomain has it. */
@Schema(name = "DnsCheck")
record CheckReport(
    String domain,
    @Schema(description = "How many of the required records are right.", examples = "7/9")
        String ready,
    @Schema(description = "What this check could not know.") List<String> notes,
    List<Line> records,
    @Schema(description = "What is wanted, to paste into the domain's zone.") String zoneFile,
    List<BlockList> blockLists,
    @Schema(enumeration = {"Secure", "Insecure", "Bogus", "Indeterminate"}) String dnssec) {

  /** One record. */
  @Schema(name = "DnsCheckRecord")
  record Line(
      String purpose,
      String name,
      String type,
      @Schema(description = "Empty: unknown, or there should be none.") String expected,
      List<String> observed,
      @Schema(enumeration = {"Match", "Missing", "Mismatch", "Extra", "Error", "Unknown"})
          String verdict,
      @Schema(description = "Whether mail suffers without it.") boolean required,
      String advice) {
    static Line of(RecordReport record) {
      return new Line(
          record.purpose().name(),
          record.name(),
          record.type(),
          record.expected(),
          record.observed(),
          record.verdict().name(),
          record.required(),
          record.advice());
    }
  }

  /** What a block list says. */
  @Schema(name = "DnsCheckBlockList")
  record BlockList(
      String zone,
      @Schema(description = "The address or domain that it was asked about.") String subject,
      @Schema(enumeration = {"Listed", "NotListed", "Unknown"}) String state,
      String text) {
    static BlockList of(BlockListing listing) {
      return new BlockList(
          listing.zone(), listing.subject(), listing.state().name(), listing.text());
    }
  }

  static CheckReport of(DomainName domain, List<String> notes, DnsReport report) {
    return new CheckReport(
        domain.ascii(),
        report.ready(),
        notes,
        report.records().stream().map(Line::of).toList(),
        report.zoneFile(),
        report.listings().stream().map(BlockList::of).toList(),
        report.dnssec().name());
  }
}
