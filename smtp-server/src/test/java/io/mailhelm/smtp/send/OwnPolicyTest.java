package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.expect.StsPolicyText;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.web.WebServer;
import io.mailhelm.smtp.wire.Deadlines;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What we publish, read as we read others'. */
class OwnPolicyTest {
  private static final String DOMAIN = "example.com";
  private final TestAuthority authority = new TestAuthority();
  private final List<String> failures = new ArrayList<>();

  private TestConfig config(Mode mode) {
    var usual = DomainDns.DEFAULT;
    var dns =
        new DomainDns(
            usual.publicAddresses(),
            usual.egressAddresses(),
            usual.spf(),
            usual.dmarc(),
            new MtaSts(mode, Duration.ofDays(7)),
            usual.tlsReportsTo(),
            usual.submission(),
            true,
            usual.omitted(),
            usual.blockLists(),
            usual.checkInterval(),
            usual.watched());
    return new TestConfig()
        .domain(DOMAIN, Outbound.Deliver)
        .dns(dns)
        .key(authority.key("tls/example-com", "mail.example.com", "mta-sts.example.com"))
        .web();
  }

  private static Domain domain(LiveConfig live) {
    return live.current().config().domains().getFirst();
  }

  private StsPolicies policies(InMemoryResolver dns, Deadlines deadlines, int port) {
    var told =
        new TlsOutcomes() {
          @Override
          public void secured(String domain, Policy policy, String host) {}

          @Override
          public void failed(
              String domain, Policy policy, String host, Result result, String detail) {
            failures.add(result.wire() + ": " + detail);
          }
        };
    var fetcher =
        new StsFetcher(
            dns,
            Sending.LOOPBACK,
            new TlsClient(() -> List.of(authority.root())),
            deadlines,
            port,
            Duration.ofSeconds(10));
    return new StsPolicies(
        dns, fetcher, StsMemory.NONE, told, Clock.systemUTC(), ElapsedTime.SYSTEM);
  }

  @Test
  void ourSendersKeepToThePolicyThatOurWebServesAndHearOfTheNextByItsId() {
    var live =
        new LiveConfig(config(Mode.Testing).build(), List.of(), Clock.systemUTC(), event -> {});
    try (var web = new WebServer(live, event -> {}, Clock.systemUTC());
        var deadlines = new Deadlines("test-deadlines")) {
      web.start();
      var dns = new InMemoryResolver().address("mta-sts.example.com", "127.0.0.1");
      dns.txt("_mta-sts." + DOMAIN, "v=STSv1; id=" + StsPolicyText.id(domain(live)).orElseThrow());
      var policies = policies(dns, deadlines, web.status().orElseThrow().port());

      var policy = policies.of(DOMAIN);
      assertThat(failures).isEmpty();
      assertThat(policy.orElseThrow().mode()).isEqualTo(StsPolicy.Mode.TESTING);
      assertThat(policy.get().maxAge()).isEqualTo(Duration.ofDays(7));
      assertThat(policy.get().names("mail.example.com")).isTrue();
      assertThat(policy.get().names("other.example.com")).isFalse();

      live.offer(config(Mode.Enforce).build(), List.of());
      assertThat(policies.of(DOMAIN).orElseThrow().mode())
          .as("the id is the old one")
          .isEqualTo(StsPolicy.Mode.TESTING);
      var next = new InMemoryResolver().address("mta-sts.example.com", "127.0.0.1");
      next.txt("_mta-sts." + DOMAIN, "v=STSv1; id=" + StsPolicyText.id(domain(live)).orElseThrow());
      assertThat(
              policies(next, deadlines, web.status().orElseThrow().port())
                  .of(DOMAIN)
                  .orElseThrow()
                  .mode())
          .isEqualTo(StsPolicy.Mode.ENFORCE);
    }
  }
}
