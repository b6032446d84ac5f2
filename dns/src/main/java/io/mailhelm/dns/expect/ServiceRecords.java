package io.mailhelm.dns.expect;

import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.config.RecordPurpose;
import java.util.stream.Stream;

/**
 * Makes the records from which other servers and mail programs configure themselves: MTA-STS, TLS
 * reports, SRV, autoconfig, CAA.
 */
final class ServiceRecords {
  private ServiceRecords() {}

  static Stream<ExpectedRecord> mtaSts(RecordOwner wanted) {
    var id = StsPolicyText.id(wanted.domain());
    if (id.isEmpty()) {
      return Stream.empty();
    }
    var announces =
        wanted.record(
            RecordPurpose.MtaSts,
            wanted.below("_mta-sts"),
            "TXT",
            "v=STSv1; id=" + id.get(),
            false);
    return wanted.domain().dns().web()
        ? Stream.of(announces, alias(wanted, RecordPurpose.MtaSts, "mta-sts"))
        : Stream.of(announces);
  }

  static Stream<ExpectedRecord> tlsReporting(RecordOwner wanted) {
    var to = wanted.domain().dns().tlsReportsTo();
    return to.isEmpty()
        ? Stream.empty()
        : Stream.of(
            wanted.record(
                RecordPurpose.TlsReporting,
                wanted.below("_smtp._tls"),
                "TXT",
                "v=TLSRPTv1; rua=" + ReportUris.of(to),
                false));
  }

  static Stream<ExpectedRecord> submission(RecordOwner wanted) {
    return wanted.domain().dns().submission().stream().map(port -> srv(wanted, port));
  }

  private static ExpectedRecord srv(RecordOwner wanted, Submission port) {
    return wanted.record(
        RecordPurpose.Submission,
        wanted.below(port.implicitTls() ? "_submissions._tcp" : "_submission._tcp"),
        "SRV",
        "0 1 %d %s.".formatted(port.port(), wanted.domain().hostname()),
        false);
  }

  static Stream<ExpectedRecord> autoconfig(RecordOwner wanted) {
    return wanted.domain().dns().web()
        ? Stream.of("autoconfig", "autodiscover")
            .map(label -> alias(wanted, RecordPurpose.Autoconfig, label))
        : Stream.empty();
  }

  static Stream<ExpectedRecord> tlsa(RecordOwner wanted) {
    return Stream.of(
        wanted.unknown(
            RecordPurpose.Tlsa,
            "_25._tcp." + wanted.domain().hostname(),
            "TLSA",
            false,
            "Optional: it promises a certificate that changes with each renewal."));
  }

  static Stream<ExpectedRecord> caa(RecordOwner wanted) {
    return Stream.of(
        wanted.unknown(
            RecordPurpose.Caa,
            wanted.domain().hostname().ascii(),
            "CAA",
            false,
            "Optional: it names who may issue certificates."));
  }

  private static ExpectedRecord alias(RecordOwner wanted, RecordPurpose purpose, String label) {
    return wanted.record(
        purpose, wanted.below(label), "CNAME", wanted.domain().hostname() + ".", false);
  }
}
