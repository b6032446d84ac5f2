package io.mailhelm.smtp.api.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.dns.inspect.DnsInspector;
import io.mailhelm.dns.spf.SpfEvaluator;
import io.mailhelm.smtp.fake.TestConfig;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /dns/check} and {@code /dns/mx} say the same of an MX. */
class MxAgreementTest {
  private static final DomainName DOMAIN = DomainName.of("other.example");

  @ParameterizedTest
  @CsvSource({
    "mx.other.example, Match",
    "192.0.2.7, Mismatch",
    "localhost, Mismatch",
    "nowhere.other.example, Mismatch",
    "here.other.example, Mismatch",
    "silent.other.example, Error",
  })
  void bothSayTheSame(String host, RecordVerdict verdict) {
    var dns =
        new InMemoryResolver()
            .mx(DOMAIN.ascii(), 10, host)
            .address("mx.other.example", "192.0.2.1")
            .address("here.other.example", "127.0.0.1")
            .fails("silent.other.example");
    var config = new TestConfig().domain("example.com", Outbound.Capture).build();

    var domain = LookupSubjects.only(LookupSubjects.foreign(config, DOMAIN, dns), RecordPurpose.Mx);
    var checked =
        new DnsInspector(dns, new SpfEvaluator(dns, Clock.systemUTC()))
            .inspect(domain, domain.hostname())
            .records();

    assertThat(checked).singleElement().extracting(record -> record.verdict()).isEqualTo(verdict);
    assertThat(PublishedMx.at(DOMAIN, dns).verdict()).isEqualTo(verdict);
  }
}
