package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.ForeignText;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the report of each record, by the verdict for its purpose. */
final class Verdicts {
  // What a status has room for.
  private static final int MAX_OBSERVED = 16;
  private static final int MAX_TEXT = 4_096;
  private static final int MAX_ADVICE = 1_024;

  /**
   * The most characters of all observed values together: the API server accepts no status of more
   * than about a million.
   */
  private static final int MAX_SEEN = 4_096;

  private static final String BOGUS =
      "The signatures of the domain's zone do not hold: whoever validates sees nothing of it. Sign"
          + " it again, or take the DS record out of the parent zone.";

  private Verdicts() {}

  /** The report of a record; empty: there is nothing to say of it. */
  static Optional<RecordReport> of(ExpectedRecord wanted, InspectionContext look) {
    return finding(wanted, look).map(finding -> report(wanted, finding));
  }

  private static Optional<RecordFinding> finding(ExpectedRecord wanted, InspectionContext look) {
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

  /** The report of a record for which no answer came. */
  static RecordReport unanswered(ExpectedRecord wanted, String reason) {
    return report(wanted, RecordFinding.error(reason));
  }

  /** The same reports, with a warning on the first that the zone is bogus (RFC 4035 §5.5). */
  static List<RecordReport> bogus(List<RecordReport> records) {
    var warned = new ArrayList<>(records);
    if (!warned.isEmpty()) {
      warned.set(0, advised(warned.getFirst(), BOGUS));
    }
    return List.copyOf(warned);
  }

  private static RecordReport advised(RecordReport record, String warning) {
    return new RecordReport(
        record.purpose(),
        record.name(),
        record.type(),
        record.expected(),
        record.observed(),
        record.verdict(),
        record.required(),
        ForeignText.of((warning + " " + record.advice()).strip(), MAX_ADVICE));
  }

  private static RecordReport report(ExpectedRecord wanted, RecordFinding finding) {
    return new RecordReport(
        wanted.purpose(),
        wanted.name(),
        wanted.type(),
        ForeignText.of(wanted.data(), MAX_TEXT),
        observed(finding.observed()),
        finding.verdict(),
        wanted.required(),
        ForeignText.of(advice(wanted, finding), MAX_ADVICE));
  }

  private static String advice(ExpectedRecord wanted, RecordFinding finding) {
    return finding.verdict() == RecordVerdict.Missing && wanted.elsewhere()
        ? finding.advice() + " It is not of this domain's zone."
        : finding.advice();
  }

  private static List<String> observed(List<String> seen) {
    var texts =
        seen.stream()
            .map(text -> ForeignText.of(text, MAX_TEXT))
            .distinct()
            .sorted()
            .limit(MAX_OBSERVED)
            .toList();
    int fitting = 0;
    for (int length = 0; fitting < texts.size(); fitting++) {
      length += texts.get(fitting).length();
      if (length > MAX_SEEN) {
        break;
      }
    }
    return texts.subList(0, fitting);
  }
}
