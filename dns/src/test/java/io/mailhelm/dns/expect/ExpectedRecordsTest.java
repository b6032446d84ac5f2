package io.mailhelm.dns.expect;

import static io.mailhelm.dns.expect.Domains.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.DomainDns.Spf;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedRecordsTest {
  private static final DomainName EHLO = DomainName.of("mail.example.com");

  private static List<ExpectedRecord> of(Domains domain, RecordPurpose purpose) {
    return ExpectedRecords.of(domain.domain(), EHLO).stream()
        .filter(record -> record.purpose() == purpose)
        .toList();
  }

  private static List<String> lines(Domains domain, RecordPurpose purpose) {
    return of(domain, purpose).stream()
        .map(record -> record.name() + " " + record.type() + " " + record.data())
        .toList();
  }

  @Test
  void writesTheWholeOfADomain() {
    assertThat(ZoneFile.of(DomainName.of("example.com"), ExpectedRecords.of(Full.domain(), EHLO)))
        .isEqualTo(
            """
            ; What the DNS should say of example.com.
            $ORIGIN example.com.
            $TTL 3600
            mail.example.com. 3600 IN A 192.0.2.1
            mail.example.com. 3600 IN AAAA 2001:db8::1
            example.com. 3600 IN MX 10 mail.example.com.
            example.com. 3600 IN TXT "v=spf1 mx ip4:192.0.2.1 ip6:2001:db8::1 ip4:198.51.100.0/24 include:_spf.partner.example ~all"
            mail.example.com. 3600 IN TXT "v=spf1 a -all"
            ed25519._domainkey.example.com. 3600 IN TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
            _dmarc.example.com. 3600 IN TXT "v=DMARC1; p=quarantine; sp=reject; rua=mailto:dmarc@example.com,mailto:in@reports.example; ruf=mailto:dmarc@example.com"
            _mta-sts.example.com. 3600 IN TXT "v=STSv1; id=%s"
            mta-sts.example.com. 3600 IN CNAME mail.example.com.
            _smtp._tls.example.com. 3600 IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com,https://reports.example/tls"
            _submission._tcp.example.com. 3600 IN SRV 0 1 587 mail.example.com.
            _submissions._tcp.example.com. 3600 IN SRV 0 1 465 mail.example.com.
            autoconfig.example.com. 3600 IN CNAME mail.example.com.
            autodiscover.example.com. 3600 IN CNAME mail.example.com.
            ; In other zones: for whoever keeps them.
            ; example.com._report._dmarc.reports.example. 3600 IN TXT "v=DMARC1"
            ; 1.2.0.192.in-addr.arpa. 3600 IN PTR mail.example.com.
            ; 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 3600 IN PTR mail.example.com.
            ; Dkim (TXT of old._domainkey.example.com): This key is retired: its record may go.
            ; Tlsa (TLSA of _25._tcp.mail.example.com): Optional: it promises a certificate that changes with each renewal.
            ; Caa (CAA of mail.example.com): Optional: it names who may issue certificates.
            """
                .formatted(StsPolicyText.id(Full.domain()).orElseThrow()));
  }

  @Test
  void neverGuessesAnAddress() {
    for (var purpose : List.of(RecordPurpose.Address, RecordPurpose.Ptr, RecordPurpose.Helo)) {
      assertThat(of(example(), purpose))
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.isKnown()).isFalse();
                assertThat(record.note()).contains("set spec.dns.");
                assertThat(record.required()).isTrue();
              });
    }
    assertThat(lines(example(), RecordPurpose.Spf))
        .containsExactly("example.com TXT v=spf1 mx ~all", "mail.example.com TXT v=spf1 a -all");
  }

  @Test
  void aDomainThatCapturesNeedsOnlyWhatBringsMailIn() {
    var captures = Full.domains().captures().domain();

    assertThat(ExpectedRecords.of(captures, EHLO).stream().filter(ExpectedRecord::required))
        .extracting(ExpectedRecord::purpose)
        .containsExactly(RecordPurpose.Address, RecordPurpose.Address, RecordPurpose.Mx);
  }

  @Test
  void saysNothingOfWhatIsOmitted() {
    assertThat(ExpectedRecords.of(Full.domains().omits(RecordPurpose.values()).domain(), EHLO))
        .isEmpty();
    assertThat(of(Full.domains().omits(RecordPurpose.Spf), RecordPurpose.Spf)).isEmpty();
  }

  @Test
  void aGuestOfAnotherZoneLeavesTheHostToItsOwner() {
    var guest = Full.domains().name("guest.example").hostname("mail.example.com");

    assertThat(of(guest, RecordPurpose.Address)).allMatch(ExpectedRecord::elsewhere);
    assertThat(lines(guest, RecordPurpose.Spf)).hasSize(1);
    assertThat(lines(guest, RecordPurpose.Mx))
        .containsExactly("guest.example MX 10 mail.example.com.");
  }

  @Test
  void theFirstKeyIsRequiredAndASuccessorCanBeWaitedFor() {
    var first = example().keys(Full.key("a", Stage.Pending));
    var successor = example().keys(Full.key("a", Stage.Pending), Full.key("b", Stage.Active));

    assertThat(of(first, RecordPurpose.Dkim))
        .extracting(ExpectedRecord::required)
        .containsExactly(true);
    assertThat(of(successor, RecordPurpose.Dkim))
        .extracting(ExpectedRecord::subject, ExpectedRecord::required)
        .containsExactlyInAnyOrder(tuple("a", false), tuple("b", true));
  }

  @Test
  void addressesThatMailOnlyLeavesFromAreNotTheHosts() {
    var apart = example().publicAddresses("192.0.2.1").egressAddresses("192.0.2.1", "192.0.2.2");

    assertThat(of(apart, RecordPurpose.Helo))
        .extracting(ExpectedRecord::data, ExpectedRecord::required, ExpectedRecord::isPublishable)
        .containsExactly(tuple("192.0.2.1", true, false), tuple("192.0.2.2", false, false));
    assertThat(lines(apart, RecordPurpose.Spf))
        .contains("mail.example.com TXT v=spf1 a ip4:192.0.2.2 -all");
  }

  @Test
  void onlyKeysThatSignAreRequired() {
    var keys =
        example()
            .keys(
                Full.key("a", Stage.Pending),
                Full.key("b", Stage.Active),
                Full.key("c", Stage.Retiring),
                Full.key("d", Stage.Retired));

    assertThat(of(keys, RecordPurpose.Dkim))
        .extracting(ExpectedRecord::required)
        .containsExactly(false, true, false, false);
    assertThat(of(keys, RecordPurpose.Dkim))
        .extracting(ExpectedRecord::isKnown)
        .containsExactly(true, true, true, false);
  }

  @Test
  void aKeyThatIsNotKnownIsSaidToBe() {
    var key = new DkimKey("old", DkimKey.Algorithm.Rsa, Stage.Active, "", "old");

    assertThat(of(example().keys(key), RecordPurpose.Dkim))
        .singleElement()
        .matches(record -> !record.isKnown() && record.note().contains("not known"));
  }

  @Test
  void asksForConsentWhereReportsGoToAnotherDomain() {
    var dmarc =
        new Dmarc(
            Dmarc.Policy.None,
            Optional.empty(),
            List.of("a@example.com", "b@in.example.com", "mailto:c@other.example?subject=x"),
            List.of("d@other.example"));

    assertThat(lines(example().dmarc(dmarc), RecordPurpose.Dmarc))
        .hasSize(2)
        .contains("example.com._report._dmarc.other.example TXT v=DMARC1");
  }

  @Test
  void withoutAWebThePolicyHostIsSomebodyElses() {
    var sts = example().mtaSts(MtaSts.Mode.Testing, Duration.ofDays(1));

    assertThat(of(sts, RecordPurpose.MtaSts)).hasSize(1);
    assertThat(of(sts, RecordPurpose.Autoconfig)).isEmpty();
  }

  @Test
  void sayingWhoElseMaySendUsesTheDeclaredPolicy() {
    var domain =
        example()
            .egressAddresses("192.0.2.1", "192.0.2.1")
            .spf(Spf.Policy.Fail, List.of(), List.of("192.0.2.1", "2001:db8::/32"));

    assertThat(lines(domain, RecordPurpose.Spf).getFirst())
        .isEqualTo("example.com TXT v=spf1 mx ip4:192.0.2.1 ip6:2001:db8::/32 -all");
  }
}
