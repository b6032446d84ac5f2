package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain =
      Domains.example()
          .publicAddresses("192.0.2.1")
          .tlsReportsTo("tls@example.com")
          .submission(new Submission(587, false))
          .web();

  private Inspection look(RecordPurpose purpose) {
    return Inspection.of(domain, dns, purpose);
  }

  @Test
  void reportsOfTlsGoWhereTheyWereAskedFor() {
    look(RecordPurpose.TlsReporting).is(Missing, "Publish it");
    dns.txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:other@example.com");
    look(RecordPurpose.TlsReporting).is(Mismatch, "rua= does not name mailto:tls@example.com");
    dns.forget("_smtp._tls.example.com")
        .txt("_smtp._tls.example.com", "v=TLSRPTv1;rua=https://r.example/x,mailto:tls@example.com");
    look(RecordPurpose.TlsReporting).is(Match);
    dns.txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:other@example.com");
    look(RecordPurpose.TlsReporting).is(Mismatch, "There are 2 records");
    dns.fails("_smtp._tls.example.com");
    look(RecordPurpose.TlsReporting).is(Error, "made to fail");
  }

  @Test
  void mailProgramsFindThePort() {
    look(RecordPurpose.Submission).is(Missing, "Publish it");
    dns.srv("_submission._tcp.example.com", 587, "old.example.com");
    look(RecordPurpose.Submission).is(Mismatch, "sent elsewhere");
    dns.srv("_submission._tcp.example.com", 587, "mail.example.com");
    look(RecordPurpose.Submission).is(Match);
    dns.fails("_submission._tcp.example.com");
    look(RecordPurpose.Submission).is(Error, "made to fail");
  }

  @Test
  void aServiceThatIsDeniedIsWrong() {
    dns.srv("_submission._tcp.example.com", 0, "");

    look(RecordPurpose.Submission).is(Mismatch, "sent elsewhere");
  }

  @Test
  void mailProgramsFindTheirSettings() {
    look(RecordPurpose.Autoconfig).is(Missing, "Publish it");
    dns.address("autoconfig.example.com", "192.0.2.1");

    look(RecordPurpose.Autoconfig).is(Match);
    look(RecordPurpose.Autoconfig).is(1, Missing, "Publish it");
  }

  @Test
  void whoMayIssueCertificatesIsClimbedFor() {
    look(RecordPurpose.Caa).is(Match, "Any authority may issue");
    dns.caa("example.com", "issue", "letsencrypt.org; validationmethods=dns-01");
    look(RecordPurpose.Caa).is(Match, "It is from example.com");
    assertThat(look(RecordPurpose.Caa).observed())
        .containsExactly("0 issue \"letsencrypt.org; validationmethods=dns-01\"");
    dns.caa("mail.example.com", "issue", ";");
    look(RecordPurpose.Caa).is(Match, "lets nobody issue certificates");
    dns.fails("mail.example.com");
    look(RecordPurpose.Caa).is(Error, "made to fail");
  }

  @Test
  void aHostWithoutTlsaIsPassedOver() {
    assertThat(look(RecordPurpose.Tlsa).records()).isEmpty();

    dns.fails("_25._tcp.mail.example.com");
    assertThat(look(RecordPurpose.Tlsa).records()).isEmpty();
  }

  @Test
  void silenceAboutDaneOfASignedZoneKeepsMailAway() {
    dns.fails("_25._tcp.mail.example.com").signed("mail.example.com");

    look(RecordPurpose.Tlsa).is(Error, "made to fail");
  }

  @Test
  void ofTlsaOnlyTheFormIsJudged() {
    dns.tlsa("_25._tcp.mail.example.com", new TlsAssociation(3, 1, 1, new byte[31]));
    look(RecordPurpose.Tlsa).is(Mismatch, "None of them can be used");

    dns.tlsa("_25._tcp.mail.example.com", new TlsAssociation(3, 1, 1, new byte[32]));
    look(RecordPurpose.Tlsa).is(Unknown, "Nobody here knows", "not signed");
    dns.signed("mail.example.com");
    assertThat(look(RecordPurpose.Tlsa).records().getFirst().advice()).doesNotContain("not signed");
  }
}
