package io.mailhelm.dns.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.spf.SpfEvaluator;
import java.time.Clock;
import java.util.List;

/** Looks at a domain on {@code mail.example.com} and shows what of it a test is about. */
final class Inspection {
  private final List<RecordReport> records;

  private Inspection(List<RecordReport> records) {
    this.records = records;
  }

  static DnsReport report(Domains domain, Resolver dns) {
    return new DnsInspector(dns, new SpfEvaluator(dns, Clock.systemUTC()))
        .inspect(domain.domain(), DomainName.of("mail.example.com"));
  }

  static Inspection of(Domains domain, Resolver dns, RecordPurpose purpose) {
    return new Inspection(
        report(domain, dns).records().stream()
            .filter(record -> record.purpose() == purpose)
            .toList());
  }

  /** The first record is so, and its advice says that. */
  void is(RecordVerdict verdict, String... advice) {
    assertThat(records).isNotEmpty();
    is(0, verdict, advice);
  }

  /** One of the records. */
  void is(int index, RecordVerdict verdict, String... advice) {
    var record = records.get(index);
    assertThat(record.verdict()).as("%s", record).isEqualTo(verdict);
    if (advice.length == 0) {
      assertThat(record.advice()).isEmpty();
    } else {
      assertThat(record.advice()).contains(advice);
    }
  }

  List<String> observed() {
    return records.getFirst().observed();
  }

  List<RecordReport> records() {
    return records;
  }
}
