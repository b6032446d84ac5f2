package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.Verdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Purpose;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import org.junit.jupiter.api.Test;

class MxTest {
  private final InMemoryResolver dns = new InMemoryResolver();

  private Inspection look() {
    return Inspection.of(Domains.example().publicAddresses("192.0.2.1"), dns, Purpose.Mx);
  }

  @Test
  void weAreTheMxWhateverThePreference() {
    dns.mx("example.com", 50, "mail.example.com");

    look().is(Match);
    assertThat(look().observed()).containsExactly("50 mail.example.com.");
  }

  @Test
  void othersBesideUsAreTold() {
    dns.mx("example.com", 10, "mail.example.com").mx("example.com", 20, "mx.other.example");

    look().is(Match, "Mail also goes to mx.other.example");
  }

  @Test
  void othersAloneAreWrong() {
    dns.mx("example.com", 10, "mx.other.example");

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
}
