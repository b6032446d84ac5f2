package io.mailhelm.dns.expect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Lists the records that the DNS should have for a domain. */
public final class ExpectedRecords {
  private ExpectedRecords() {}

  /**
   * Every record, by purpose, without those {@link io.mailhelm.config.DomainDns#omitted() that are
   * managed elsewhere}. Required are those without which mail is impaired; where mail never leaves,
   * only those that bring it in.
   *
   * @param ehlo the name that its server says in EHLO
   */
  public static List<ExpectedRecord> of(Domain domain, DomainName ehlo) {
    var wanted = new RecordOwner(domain, ehlo);
    return Arrays.stream(RecordPurpose.values())
        .filter(purpose -> !domain.dns().omitted().contains(purpose))
        .flatMap(purpose -> of(purpose, wanted))
        .toList();
  }

  private static Stream<ExpectedRecord> of(RecordPurpose purpose, RecordOwner wanted) {
    return switch (purpose) {
      case Address -> HostRecords.addresses(wanted);
      case Mx -> HostRecords.mx(wanted);
      case Spf -> SenderRecords.spf(wanted);
      case Dkim -> SenderRecords.dkim(wanted);
      case Dmarc -> SenderRecords.dmarc(wanted);
      case Ptr -> HostRecords.ptr(wanted);
      case Helo -> HostRecords.helo(wanted);
      case MtaSts -> ServiceRecords.mtaSts(wanted);
      case TlsReporting -> ServiceRecords.tlsReporting(wanted);
      case Submission -> ServiceRecords.submission(wanted);
      case Autoconfig -> ServiceRecords.autoconfig(wanted);
      case Tlsa -> ServiceRecords.tlsa(wanted);
      case Caa -> ServiceRecords.caa(wanted);
    };
  }
}
