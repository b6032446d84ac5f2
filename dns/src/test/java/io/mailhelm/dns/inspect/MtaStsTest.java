package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.expect.StsPolicyText;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MtaStsTest {
  private static final String NAME = "_mta-sts.example.com";
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain =
      Domains.example().publicAddresses("192.0.2.1").mtaSts(Mode.Enforce, Duration.ofDays(1)).web();

  private Inspection look() {
    return Inspection.of(domain, dns, RecordPurpose.MtaSts);
  }

  private Inspection look(String record) {
    dns.forget(NAME).txt(NAME, record);
    return look();
  }

  private String id() {
    return StsPolicyText.id(domain.domain()).orElseThrow();
  }

  @Test
  void theIdOfThePolicyIsAnnounced() {
    look("v=STSv1; id=" + id()).is(Match);
    look("v=STSv1;id=" + id() + ";").is(Match);
  }

  @Test
  void anotherIdMeansThatThePolicyChanged() {
    look("v=STSv1; id=20261123").is(Mismatch, "The policy changed: publish the new id");
  }

  @Test
  void aPolicyThatIsServedElsewhereHasAnIdOfItsOwn() {
    domain.mtaSts(Mode.Testing, Duration.ofDays(1));
    var elsewhere =
        Domains.example().mtaSts(Mode.Testing, Duration.ofDays(1)).publicAddresses("192.0.2.1");
    dns.txt(NAME, "v=STSv1; id=20261123");

    Inspection.of(elsewhere, dns, RecordPurpose.MtaSts).is(Match, "served elsewhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=STSv1; id=", "v=STSv1", "v=STSv1; id=a-b", "v=STSv1; id=a b"})
  void anIdThatIsNoneIsWrong(String record) {
    look(record).is(Mismatch, "1 to 32 letters and digits");
  }

  @Test
  void severalAreNone() {
    dns.txt(NAME, "v=STSv1; id=" + id());

    dns.txt(NAME, "v=STSv1; id=1");
    look().is(Mismatch, "There are 2 records");
  }

  @Test
  void aWildcardIsNoAnnouncement() {
    dns.txt("*.example.com", "v=spf1 -all");

    look().is(Missing, "A wildcard answers for every name below example.com");
  }

  @Test
  void thePolicyHostLeadsToUs() {
    look().is(1, Missing, "Publish it");
    dns.alias("mta-sts.example.com", "mail.example.com").address("mail.example.com", "192.0.2.1");
    look().is(1, Match);
    assertThat(look().records().get(1).observed()).containsExactly("mail.example.com.");

    dns.forget("mta-sts.example.com").address("mta-sts.example.com", "192.0.2.1");
    look().is(1, Match);
    dns.address("mta-sts.example.com", "198.51.100.1");
    look().is(1, Match, "It also leads to 198.51.100.1");

    dns.forget("mta-sts.example.com").address("mta-sts.example.com", "198.51.100.1");
    look().is(1, Mismatch, "make it an alias of it");
    dns.fails("mta-sts.example.com");
    look().is(1, Error, "made to fail");
  }

  @Test
  void withoutPublicAddressesItLeadsWhereTheHostDoes() {
    domain.publicAddresses();
    dns.address("mail.example.com", "192.0.2.7").address("mta-sts.example.com", "192.0.2.7");

    look().is(1, Match);
    dns.fails("mail.example.com");
    look().is(1, Error, "made to fail");
  }

  @Test
  void noneIsMissingAndSilenceIsNot() {
    look().is(Missing, "Publish it");

    dns.fails(NAME);
    look().is(Error, "made to fail");
  }
}
