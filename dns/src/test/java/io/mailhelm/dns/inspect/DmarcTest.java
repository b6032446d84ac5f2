package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.DomainDns.Dmarc.Policy;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmarcTest {
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain = Domains.example();

  private Inspection look() {
    return Inspection.of(domain, dns, RecordPurpose.Dmarc);
  }

  private Inspection look(String record) {
    dns.forget("_dmarc.example.com").txt("_dmarc.example.com", record);
    return look();
  }

  private void asks(Policy policy, String... reports) {
    domain.dmarc(new Dmarc(policy, Optional.empty(), List.of(reports), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "None, v=DMARC1; p=none, Match",
    "None, v=DMARC1;p=reject, Match",
    "Quarantine, v=DMARC1; p=none, Mismatch",
    "Quarantine, v=DMARC1; p=QUARANTINE, Match",
    "Quarantine, v = DMARC1 ; p = reject, Match",
    "Quarantine, v=DMARC1; p=reject; sp=none, Mismatch",
    "Quarantine, v=DMARC1; p=quarantine; pct=50, Mismatch",
    "Quarantine, v=DMARC1; p=reject; pct=50, Match",
    "Reject, v=DMARC1; p=reject; pct=99, Mismatch",
    "Reject, v=DMARC1; p=reject; pct=100, Match",
    "None, v=DMARC1; p=none; pct=0, Match",
    "None, v=DMARC1; p=nothing, Mismatch",
    "None, v=DMARC1; rua=mailto:a@example.com, Match",
    "Reject, v=DMARC1; p=rejected; rua=mailto:a@example.com, Mismatch",
    "Reject, v=DMARC1; p=reject; sp=block, Mismatch",
    "Reject, v=DMARC1; p=reject; sp=block; rua=mailto:a@example.com, Mismatch",
    "None, v=DMARC1; p=none; sp=block, Mismatch",
    "None, v=DMARC1; p=bogus; rua=foo, Mismatch",
    "None, v=DMARC1; p=bogus; rua=mailto:, Mismatch",
    "None, v=DMARC1; p=bogus; rua=mailto:foo, Mismatch",
    "None, V=DMARC1; P=none, Match",
    "None, v=DM ARC1; p=none, Missing",
    "None, v=DMARC10; p=none, Missing",
    "None, v=dmarc1; p=none, Missing",
    "None, p=none; v=DMARC1, Missing",
    "None, v=spf1 -all, Missing",
  })
  void asStrongAsAskedIsRight(Policy asked, String record, RecordVerdict verdict) {
    asks(asked);

    assertThat(look(record).records().getFirst().verdict()).isEqualTo(verdict);
  }

  @Test
  void subdomainsMayBeAskedForMore() {
    domain.dmarc(new Dmarc(Policy.None, Optional.of(Policy.Reject), List.of(), List.of()));

    look("v=DMARC1; p=none").is(Mismatch, "sp= is weaker than reject");
    look("v=DMARC1; p=none; sp=reject").is(Match);
  }

  @Test
  void severalRecordsAreNone() {
    dns.txt("_dmarc.example.com", "v=DMARC1; p=none");

    dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");
    look().is(Mismatch, "There are 2 DMARC records");
  }

  @Test
  void reportsThatWereAskedForMustBeThere() {
    asks(Policy.None, "reports@example.com");

    look("v=DMARC1; p=none").is(Mismatch, "rua= does not name mailto:reports@example.com");
    look("v=DMARC1; p=none; rua=mailto:x@y.example, MAILTO:reports@example.com!10m").is(Match);
  }

  @Test
  void faultsThatReadersPassOverAreTold() {
    look("v=DMARC1; p=reject; pct=many").is(Match, "pct= must be 0 to 100");
  }

  @Test
  void aParentsPolicyIsToldAndIsNotOurs() {
    domain.name("a.b.example.com");
    dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");

    look().is(Missing, "_dmarc.example.com may count", "v=DMARC1; p=reject");
  }

  @Test
  void whatIsWrongOfItIsSaid() {
    look("v=DMARC1; p=reject; sp=block; rua=mailto:a@example.com")
        .is(Mismatch, "sp= must be none, quarantine or reject");
    look("v=DMARC1; p=bogus; rua=foo").is(Mismatch, "It does not count", "'foo', which is no URI");
    look("v=DMARC1; p=reject; p=none").is(Match, "p= is there twice");
  }

  @Test
  void silenceIsNotMissing() {
    dns.fails("_dmarc.example.com");

    look().is(Error, "made to fail");
  }

  @Test
  void othersMustConsentToReports() {
    asks(Policy.None, "in@reports.example");
    var name = "example.com._report._dmarc.reports.example";

    look().is(1, Missing, "ask whoever keeps that zone");
    assertThat(look().records().get(1).required()).isFalse();
    dns.txt("*._report._dmarc.reports.example", "v=DMARC1;");
    look().is(1, Match);
    dns.fails(name);
    look().is(1, Error, "made to fail");
  }
}
