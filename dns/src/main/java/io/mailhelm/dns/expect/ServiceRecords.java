package io.mailhelm.dns.expect;

import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.config.Purpose;
import java.util.stream.Stream;

/** What other servers and mail programs find out by: MTA-STS, TLS reports, SRV, autoconfig, CAA. */
final class ServiceRecords {
  private ServiceRecords() {}

  static Stream<ExpectedRecord> mtaSts(Wanted wanted) {
    var id = StsPolicyText.id(wanted.domain());
    if (id.isEmpty()) {
      return Stream.empty();
    }
    var announces =
        wanted.record(
            Purpose.MtaSts, wanted.below("_mta-sts"), "TXT", "v=STSv1; id=" + id.get(), false);
    return wanted.domain().dns().web()
        ? Stream.of(announces, alias(wanted, Purpose.MtaSts, "mta-sts"))
        : Stream.of(announces);
  }

  static Stream<ExpectedRecord> tlsReporting(Wanted wanted) {
    var to = wanted.domain().dns().tlsReportsTo();
    return to.isEmpty()
        ? Stream.empty()
        : Stream.of(
            wanted.record(
                Purpose.TlsReporting,
                wanted.below("_smtp._tls"),
                "TXT",
                "v=TLSRPTv1; rua=" + ReportUris.of(to),
                false));
  }

  static Stream<ExpectedRecord> submission(Wanted wanted) {
    return wanted.domain().dns().submission().stream().map(port -> srv(wanted, port));
  }

  private static ExpectedRecord srv(Wanted wanted, Submission port) {
    return wanted.record(
        Purpose.Submission,
        wanted.below(port.implicitTls() ? "_submissions._tcp" : "_submission._tcp"),
        "SRV",
        "0 1 %d %s.".formatted(port.port(), wanted.domain().hostname()),
        false);
  }

  static Stream<ExpectedRecord> autoconfig(Wanted wanted) {
    return wanted.domain().dns().web()
        ? Stream.of("autoconfig", "autodiscover")
            .map(label -> alias(wanted, Purpose.Autoconfig, label))
        : Stream.empty();
  }

  static Stream<ExpectedRecord> tlsa(Wanted wanted) {
    return Stream.of(
        wanted.unknown(
            Purpose.Tlsa,
            "_25._tcp." + wanted.domain().hostname(),
            "TLSA",
            false,
            "Optional: it promises a certificate that changes with each renewal."));
  }

  static Stream<ExpectedRecord> caa(Wanted wanted) {
    return Stream.of(
        wanted.unknown(
            Purpose.Caa,
            wanted.domain().hostname().ascii(),
            "CAA",
            false,
            "Optional: it names who may issue certificates."));
  }

  private static ExpectedRecord alias(Wanted wanted, Purpose purpose, String label) {
    return wanted.record(
        purpose, wanted.below(label), "CNAME", wanted.domain().hostname() + ".", false);
  }
}
