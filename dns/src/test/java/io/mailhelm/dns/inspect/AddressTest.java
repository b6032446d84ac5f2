package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import org.junit.jupiter.api.Test;

class AddressTest {
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain = Domains.example().publicAddresses("192.0.2.1");

  private Inspection look() {
    return Inspection.of(domain, dns, RecordPurpose.Address);
  }

  @Test
  void theHostHasItsAddress() {
    dns.address("mail.example.com", "192.0.2.1");

    look().is(Match);
    assertThat(look().observed()).containsExactly("192.0.2.1");
  }

  @Test
  void aServerThatSaysThereIsNoneIsBelieved() {
    look().is(Missing, "Publish it");
  }

  @Test
  void silenceIsNotMissing() {
    dns.fails("mail.example.com");

    look().is(Error, "it was made to fail");
  }

  @Test
  void anotherAddressIsWrong() {
    dns.address("mail.example.com", "198.51.100.9");

    look().is(Mismatch, "leads elsewhere");
  }

  @Test
  void aStrangersAddressBesideOursIsTold() {
    dns.address("mail.example.com", "192.0.2.1").address("mail.example.com", "198.51.100.9");

    look().is(Match, "It also leads to 198.51.100.9");
  }

  @Test
  void oneOfTwoIsMissingNotWrong() {
    domain.publicAddresses("192.0.2.1", "192.0.2.2");
    dns.address("mail.example.com", "192.0.2.1");

    look().is(0, Match);
    look().is(1, Missing, "Publish this address too");
  }

  @Test
  void familiesAreToldApart() {
    domain.publicAddresses("192.0.2.1", "2001:db8::1");
    dns.address("mail.example.com", "2001:db8::1");

    look().is(0, Missing, "Publish it");
    look().is(1, Match);
    assertThat(look().records().get(1).observed()).containsExactly("2001:db8::1");
  }

  @Test
  void whatNobodyKnowsIsNotGuessed() {
    domain.publicAddresses();
    dns.address("mail.example.com", "198.51.100.9");

    look().is(Unknown, "set spec.dns.publicAddresses");
    assertThat(look().observed()).containsExactly("198.51.100.9");
  }

  @Test
  void anAliasIsFollowedAndAdvisedAgainst() {
    dns.alias("mail.example.com", "lb.provider.example")
        .address("lb.provider.example", "192.0.2.1");

    look().is(Match, "an alias of lb.provider.example");
  }

  @Test
  void aStrangersAddressOfTheOtherFamilyIsToldToo() {
    dns.address("mail.example.com", "192.0.2.1").address("mail.example.com", "2001:db8::9");

    look().is(Match, "It also leads to 2001:db8::9");
    assertThat(look().observed()).containsExactly("192.0.2.1");
  }
}
