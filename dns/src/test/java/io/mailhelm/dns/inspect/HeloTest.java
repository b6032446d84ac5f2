package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.fake.InMemoryResolver;
import org.junit.jupiter.api.Test;

class HeloTest {
  private final InMemoryResolver dns = new InMemoryResolver();
  private final Domains domain =
      Domains.example().publicAddresses("192.0.2.1").egressAddresses("192.0.2.2");

  private Inspection look() {
    return Inspection.of(domain, dns, RecordPurpose.Helo);
  }

  @Test
  void theNameLeadsToWhereMailComesFrom() {
    dns.address("mail.example.com", "192.0.2.1").address("mail.example.com", "192.0.2.2");

    look().is(Match);
  }

  @Test
  void aNameThatLeadsOnlyToWhereMailArrivesIsWrong() {
    dns.address("mail.example.com", "192.0.2.1");

    look().is(Mismatch, "Mail leaves from 192.0.2.2");
  }

  @Test
  void noneIsMissingAndSilenceIsNot() {
    look().is(Missing, "Publish the addresses of the host");

    dns.fails("mail.example.com");
    look().is(Error, "made to fail");
  }

  @Test
  void withoutEgressAddressesNobodyKnows() {
    domain.egressAddresses();
    dns.address("mail.example.com", "192.0.2.1");

    look().is(Unknown, "set spec.dns.egressAddresses");
  }
}
