package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainDns.Spf.Policy;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfTest {
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain = Domains.example().egressAddresses("192.0.2.1", "2001:db8::1");

  private Inspection look() {
    return Inspection.of(domain, dns, RecordPurpose.Spf);
  }

  private Inspection look(String record) {
    dns.forget("example.com").txt("example.com", record);
    return look();
  }

  @Test
  void anyRecordThatLetsUsSendIsRight() {
    look("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all").is(Match);
    look("V=SPF1 ip4:192.0.2.1 ip6:2001:db8::1 ~all").is(Match);
  }

  @Test
  void itIsEvaluatedThroughNames() {
    dns.mx("example.com", 10, "mail.example.com")
        .address("mail.example.com", "192.0.2.1")
        .txt("_spf.example.com", "v=spf1 ip6:2001:db8::1 ?all");

    dns.txt("example.com", "v=spf1 mx include:_spf.example.com ~all");
    look().is(Match);
  }

  @Test
  void anAddressItDoesNotNameIsWrong() {
    look("v=spf1 ip4:192.0.2.1 -all")
        .is(Mismatch, "It does not let mail come from 2001:db8::1 (Fail)");
    look("v=spf1 ~all").is(Mismatch, "192.0.2.1 (SoftFail), 2001:db8::1 (SoftFail)");
  }

  @Test
  void addressesThatWereAddedMustPassToo() {
    domain.spf(Policy.SoftFail, List.of(), List.of("198.51.100.0/24"));

    look("v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ~all").is(Mismatch, "198.51.100.0 (SoftFail)");
  }

  @Test
  void twoRecordsAreNone() {
    dns.txt("example.com", "v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ~all");

    dns.txt("example.com", "v=spf1 -all");
    look().is(Mismatch, "There are 2 SPF records");
  }

  @Test
  void whatCannotBeReadIsWrong() {
    look("v=spf1 ip4:192.0.2.1 ipv6:2001:db8::1 -all").is(Mismatch, "It cannot be read", "ipv6");
  }

  @Test
  void tooManyLookUpsAreWrong() {
    for (int i = 0; i < 11; i++) {
      dns.txt("s" + i + ".example.com", "v=spf1 -all");
    }
    var includes = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      includes.append(" include:s").append(i).append(".example.com");
    }

    look("v=spf1" + includes + " ip4:192.0.2.1 ip6:2001:db8::1 -all")
        .is(Mismatch, "It cannot be evaluated");
    look("v=spf1 ip4:192.0.2.1 ip6:2001:db8::1" + includes + " -all")
        .is(Match, "It asks for 11 look-ups of 10");
  }

  @Test
  void whatCannotBeToldIsNotWrong() {
    dns.fails("down.example");

    look("v=spf1 include:down.example -all").is(Error, "It cannot be told");
  }

  @ParameterizedTest
  @CsvSource({
    "SoftFail, +all, Mismatch",
    "SoftFail, all, Mismatch",
    "SoftFail, ?all, Mismatch",
    "SoftFail, '', Mismatch",
    "SoftFail, ~all, Match",
    "SoftFail, -all, Match",
    "Fail, ~all, Mismatch",
    "Fail, -all, Match",
    "Neutral, '', Match",
    "Neutral, +all, Mismatch",
    "SoftFail, redirect=strong.example, Match",
    "SoftFail, redirect=open.example, Mismatch"
  })
  void whatItSaysOfOthersIsAsStrongAsAsked(Policy asked, String all, RecordVerdict verdict) {
    domain.spf(asked, List.of(), List.of());
    dns.txt("strong.example", "v=spf1 -all").txt("open.example", "v=spf1 +all");

    assertThat(look("v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 " + all).records().getFirst().verdict())
        .isEqualTo(verdict);
  }

  @Test
  void withoutEgressAddressesNobodyKnows() {
    domain.egressAddresses();

    look().is(Missing, "Publish it");
    look("v=spf1 mx ~all").is(Unknown, "set spec.dns.egressAddresses");
    look("v=spf1 mx mxx ~all").is(Mismatch, "cannot be read");
  }

  @Test
  void otherTextsAreNoSpf() {
    look("v=spf10 -all").is(Missing, "Publish it");
    assertThat(look("google-site-verification=x").observed()).isEmpty();
  }

  @Test
  void silenceIsNotMissing() {
    dns.fails("example.com");

    look().is(Error, "made to fail");
  }

  @Test
  void theNameInEhloSpeaksForItself() {
    dns.address("mail.example.com", "192.0.2.1")
        .address("mail.example.com", "2001:db8::1")
        .txt("mail.example.com", "v=spf1 a -all");

    look().is(1, Match);
    dns.forget("mail.example.com").txt("mail.example.com", "v=spf1 -all");
    look().is(1, Mismatch, "does not let mail come from");
    dns.forget("mail.example.com");
    look().is(1, Missing, "Publish it");
  }
}
