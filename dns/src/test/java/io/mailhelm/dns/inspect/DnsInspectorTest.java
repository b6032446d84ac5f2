package io.mailhelm.dns.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.expect.Full;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.dns.spf.SpfOutcome;
import io.mailhelm.dns.spf.SpfResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DnsInspectorTest {
  private final InMemoryResolver dns = new InMemoryResolver();

  @Test
  void noAnswerIsNeverMissing() {
    var report = Inspection.report(Full.domains().blockLists("list.example"), dns.fails());

    assertThat(report.records()).hasSizeGreaterThan(15);
    assertThat(report.records())
        .extracting(RecordReport::verdict)
        .doesNotContain(RecordVerdict.Missing, RecordVerdict.Mismatch, RecordVerdict.Match);
    assertThat(report.listings()).allMatch(each -> each.state() == BlockListing.State.Unknown);
    assertThat(report.dnssec()).isEqualTo(Dnssec.Indeterminate);
  }

  @Test
  void whatNobodyKnowsIsNotMissingEither() {
    var report = Inspection.report(Domains.example(), dns.fails());

    assertThat(report.records())
        .extracting(RecordReport::verdict)
        .containsOnly(RecordVerdict.Error, RecordVerdict.Unknown);
  }

  @Test
  void anEmptyZoneLacksEverythingThatIsRequired() {
    var report = Inspection.report(Full.domains(), dns);

    assertThat(report.records().stream().filter(RecordReport::required))
        .isNotEmpty()
        .allMatch(record -> record.verdict() == RecordVerdict.Missing);
    assertThat(report.ready()).isEqualTo("0/10");
  }

  @Test
  void equalSightsMakeEqualReports() {
    dns.mx("example.com", 10, "b.example").mx("example.com", 20, "a.example");
    var turned =
        new InMemoryResolver()
            .mx("example.com", 20, "a.example")
            .mx("example.com", 10, "b.example");

    assertThat(Inspection.report(Full.domains(), dns))
        .isEqualTo(Inspection.report(Full.domains(), turned));
  }

  @Test
  void recordsComeInTheOrderOfTheirPurposes() {
    assertThat(Inspection.report(Full.domains(), dns).records())
        .extracting(RecordReport::purpose)
        .isSorted();
  }

  @Test
  void saysWhetherTheZoneIsSigned() {
    assertThat(Inspection.report(Domains.example(), dns).dnssec()).isEqualTo(Dnssec.Insecure);
    dns.signed("example.com", ".");
    assertThat(Inspection.report(Domains.example(), dns).dnssec()).isEqualTo(Dnssec.Secure);
  }

  @Test
  void signaturesThatDoNotHoldAreWarnedOf() {
    var report = Inspection.report(Domains.example(), dns.signed(".").bogus("example.com"));

    assertThat(report.dnssec()).isEqualTo(Dnssec.Bogus);
    assertThat(report.records().getFirst().advice()).contains("do not hold");
  }

  @Test
  void aResolverThatKeepsSignaturesFromUsProvesNothing() {
    assertThat(Inspection.report(Domains.example(), dns.bogus("example.com")).dnssec())
        .isEqualTo(Dnssec.Indeterminate);
  }

  @Test
  void whatStrangersPublishIsCutToWhatAStatusHolds() {
    for (int i = 0; i < 40; i++) {
      dns.txt("one._domainkey.example.com", "x".repeat(5_000) + i);
      dns.txt("_mta-sts.example.com", "y" + i);
    }
    var record =
        Inspection.of(
                Domains.example().keys(Full.key("one", Stage.Active)), dns, RecordPurpose.Dkim)
            .records()
            .getFirst();

    assertThat(record.observed()).hasSizeLessThanOrEqualTo(16);
    assertThat(record.observed()).allMatch(text -> text.length() <= 4_096);
    assertThat(record.advice().length()).isLessThanOrEqualTo(1_024);
  }

  @Test
  void aStatusHasRoomForAllThatIsReported() {
    var addresses = IntStream.range(0, 16).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
    var keys =
        IntStream.range(0, 16)
            .mapToObj(i -> Full.key("key" + i, i == 0 ? Stage.Active : Stage.Retired))
            .toArray(DkimKey[]::new);
    var report =
        Inspection.report(
            Full.domains().publicAddresses(addresses).egressAddresses(addresses).keys(keys), dns);

    assertThat(report.records()).hasSize(64);
    assertThat(report.records().stream().filter(RecordReport::required)).hasSize(52);
  }

  @Test
  void everyListIsAskedOfEveryAddressAndTheDomain() {
    dns.address("1.2.0.192.list.example", "127.0.0.2");

    var listings =
        Inspection.report(
                Domains.example()
                    .publicAddresses("192.0.2.1")
                    .egressAddresses("192.0.2.1", "2001:db8::1")
                    .blockLists("list.example", "another.example"),
                dns)
            .listings();

    assertThat(listings).extracting(BlockListing::zone).startsWith("another.example").hasSize(6);
    assertThat(listings)
        .extracting(BlockListing::subject)
        .endsWith("192.0.2.1", "2001:db8::1", "example.com");
    assertThat(listings.stream().filter(each -> each.state() == BlockListing.State.Listed))
        .extracting(BlockListing::subject)
        .containsExactly("192.0.2.1");
  }

  @Test
  void aLookEndsInTime() {
    var slow =
        new DnsInspector(
            dns.txt("example.com", "v=spf1 -all"),
            (client, domain, sender, helo) -> never(),
            Duration.ofMillis(100));

    var report = slow.inspect(Full.domains().domain(), DomainName.of("mail.example.com"));

    assertThat(report.records().stream().filter(record -> record.purpose() == RecordPurpose.Spf))
        .first()
        .satisfies(
            record -> {
              assertThat(record.verdict()).isEqualTo(RecordVerdict.Error);
              assertThat(record.advice()).contains("not all was answered in time");
            });
  }

  private static SpfOutcome never() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new SpfOutcome(SpfResult.Pass, "", "", 0);
  }

  @Test
  void whatStrangersPublishNeverMakesAStatusThatCannotBeWritten() {
    for (int i = 0; i < 16; i++) {
      dns.txt("one._domainkey.example.com", i + "\u0001\u001b[2J" + "x".repeat(4_000));
    }
    var half = "=".repeat(4_094) + "\ud83d\ude00" + "=";
    dns.txt("two._domainkey.example.com", half);
    var keys = Domains.example().keys(Full.key("one", Stage.Active), Full.key("two", Stage.Active));

    var records = Inspection.of(keys, dns, RecordPurpose.Dkim).records();

    assertThat(records.getFirst().observed().stream().mapToInt(String::length).sum())
        .isBetween(4_000, 4_096);
    assertThat(records.toString()).doesNotContain("\u0001", "\u001b");
    assertThat(records.get(1).observed().getFirst()).hasSize(4_095).endsWith("=…");
  }
}
