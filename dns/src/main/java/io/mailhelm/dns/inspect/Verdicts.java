package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.Verdict;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.List;
import java.util.Optional;

/** The report of a record. */
final class Verdicts {
  // What a status has room for.
  private static final int MAX_OBSERVED = 16;
  private static final int MAX_TEXT = 4_096;
  private static final int MAX_ADVICE = 1_024;

  private Verdicts() {}

  /** Empty: there is nothing to say of it. */
  static Optional<RecordReport> of(ExpectedRecord wanted, Look look) {
    return finding(wanted, look).map(finding -> report(wanted, finding));
  }

  private static Optional<Finding> finding(ExpectedRecord wanted, Look look) {
    return switch (wanted.purpose()) {
      case Address, Helo -> Optional.of(HostVerdicts.of(wanted, look));
      case Mx -> Optional.of(MxVerdict.of(wanted, look));
      case Spf -> Optional.of(SpfVerdict.of(wanted, look));
      case Dkim -> Optional.of(DkimVerdict.of(wanted, look));
      case Dmarc -> Optional.of(DmarcVerdict.of(wanted, look));
      case Ptr -> Optional.of(PtrVerdict.of(wanted, look));
      case MtaSts -> Optional.of(StsVerdict.of(wanted, look));
      case TlsReporting -> Optional.of(ServiceVerdicts.tlsReporting(wanted, look));
      case Submission -> Optional.of(ServiceVerdicts.submission(wanted, look));
      case Autoconfig -> Optional.of(WebHostVerdict.of(wanted, look));
      case Tlsa -> TlsaVerdict.of(wanted, look);
      case Caa -> Optional.of(CaaVerdict.of(wanted, look));
    };
  }

  /** No answer came. */
  static RecordReport unanswered(ExpectedRecord wanted, String reason) {
    return report(wanted, Finding.error(reason));
  }

  private static RecordReport report(ExpectedRecord wanted, Finding finding) {
    return new RecordReport(
        wanted.purpose(),
        wanted.name(),
        wanted.type(),
        cut(wanted.data(), MAX_TEXT),
        observed(finding.observed()),
        finding.verdict(),
        wanted.required(),
        cut(advice(wanted, finding), MAX_ADVICE));
  }

  private static String advice(ExpectedRecord wanted, Finding finding) {
    return finding.verdict() == Verdict.Missing && wanted.elsewhere()
        ? finding.advice() + " It is not of this domain's zone."
        : finding.advice();
  }

  private static List<String> observed(List<String> seen) {
    return seen.stream()
        .map(text -> cut(text, MAX_TEXT))
        .distinct()
        .sorted()
        .limit(MAX_OBSERVED)
        .toList();
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
