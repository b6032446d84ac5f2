package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import org.junit.jupiter.api.Test;

class PtrTest {
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain = Domains.example().egressAddresses("192.0.2.1");

  private Inspection look() {
    return Inspection.of(domain, dns, RecordPurpose.Ptr);
  }

  @Test
  void aNameThatLeadsBackIsRight() {
    dns.ptr("192.0.2.1", "mail.example.com").address("mail.example.com", "192.0.2.1");

    look().is(Match);
    assertThat(look().observed()).containsExactly("mail.example.com.");
  }

  @Test
  void anotherNameThatLeadsBackWillDo() {
    dns.ptr("192.0.2.1", "out.provider.example").address("out.provider.example", "192.0.2.1");

    look().is(Match, "Its name is out.provider.example, while EHLO says mail.example.com");
  }

  @Test
  void oneOfSeveralNamesSuffices() {
    dns.ptr("192.0.2.1", "nowhere.example")
        .ptr("192.0.2.1", "mail.example.com")
        .address("mail.example.com", "192.0.2.1");

    look().is(Match);
  }

  @Test
  void aNameThatDoesNotLeadBackIsWrong() {
    dns.ptr("192.0.2.1", "mail.example.com").address("mail.example.com", "198.51.100.1");

    look().is(Mismatch, "No name of 192.0.2.1 leads back to it");
  }

  @Test
  void aNameThatCannotBeFollowedIsNotWrong() {
    dns.ptr("192.0.2.1", "mail.example.com").fails("mail.example.com");

    look().is(Error, "made to fail");
  }

  @Test
  void noneIsMissingAndSilenceIsNot() {
    look().is(Missing, "Ask whoever gave you 192.0.2.1 to name it mail.example.com");

    dns.failsPtr("192.0.2.1");
    look().is(Error, "made to fail");
  }

  @Test
  void withoutEgressAddressesNobodyKnows() {
    domain.egressAddresses();

    look().is(Unknown, "set spec.dns.egressAddresses");
  }
}
