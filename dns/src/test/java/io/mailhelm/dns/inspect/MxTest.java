package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MxTest {
  private final InMemoryResolver dns = new InMemoryResolver();

  private Inspection look() {
    return Inspection.of(Domains.example().publicAddresses("192.0.2.1"), dns, RecordPurpose.Mx);
  }

  private InMemoryResolver reachable() {
    return dns.address("mail.example.com", "192.0.2.1").address("mx.other.example", "192.0.2.9");
  }

  @Test
  void weAreTheMxWhateverThePreference() {
    reachable().mx("example.com", 50, "mail.example.com");

    look().is(Match);
    assertThat(look().observed()).containsExactly("50 mail.example.com.");
  }

  @Test
  void othersBesideUsAreTold() {
    reachable().mx("example.com", 10, "mail.example.com").mx("example.com", 20, "mx.other.example");

    look().is(Match, "Mail also goes to mx.other.example");
  }

  @Test
  void othersAloneAreWrong() {
    reachable().mx("example.com", 10, "mx.other.example");

    look().is(Mismatch, "Mail goes to mx.other.example, not here");
  }

  @Test
  void aNullMxRefusesAllMail() {
    dns.mx("example.com", 0, "");

    look().is(Mismatch, "null MX");
    assertThat(look().observed()).containsExactly("0 .");
  }

  @Test
  void anotherNameOfOursLacksTheCertificate() {
    dns.mx("example.com", 10, "mx.example.com").address("mx.example.com", "192.0.2.1");

    look().is(Mismatch, "leads here too", "name that");
  }

  @Test
  void anAddressIsNoMx() {
    dns.mx("example.com", 10, "192.0.2.1");

    look().is(Mismatch, "never an address: 192.0.2.1");
  }

  @Test
  void anAliasIsAdvisedAgainst() {
    dns.mx("example.com", 10, "mail.example.com")
        .alias("mail.example.com", "lb.example")
        .address("lb.example", "192.0.2.1");

    look().is(Match, "mail.example.com is an alias of lb.example");
  }

  @Test
  void noneIsMissingAndSilenceIsNot() {
    look().is(Missing, "Publish it");

    dns.fails("example.com");
    look().is(Error, "made to fail");
  }

  @Test
  void ofManyOthersOnlyTheFirstAreFollowed() {
    IntStream.range(10, 40).forEach(i -> dns.mx("example.com", 10, "mx" + i + ".example"));
    dns.address("mx10.example", "192.0.2.1").address("mx39.example", "192.0.2.1");

    look().is(Mismatch, "mx10.example leads here too");
    assertThat(look().records().getFirst().advice()).doesNotContain("mx39.example");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, never an address",
    "2001:db8::7, never an address",
    "localhost, its own machine",
    "mx.localhost, its own machine",
    "here.other.example, its own machine",
    "nowhere.other.example, nowhere.other.example has no address",
  })
  void aHostThatNoMailComesToIsWrongBesideUsToo(String host, String advice) {
    reachable()
        .address("here.other.example", "127.0.0.1")
        .mx("example.com", 10, "mail.example.com")
        .mx("example.com", 20, host);

    look().is(Mismatch, advice);
  }

  @Test
  void ourOwnNameNeedsAnAddressToo() {
    dns.mx("example.com", 10, "mail.example.com");

    look().is(Mismatch, "mail.example.com has no address");
    dns.fails("mail.example.com");
    look().is(Error, "the address of mail.example.com");
  }
}
