package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.dns.fake.FakeNameServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** What a laptop's server says of the DNS while it runs. */
class DnsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path work;

  @Test
  void aRecordThatComesAndTheVerdictThatChangesAreInTheStatusTheLogAndTheMetrics()
      throws Exception {
    try (var names = new FakeNameServer().deniesTheRest();
        var served = new ServedFolder(work)) {
      var domain = served.folder.resolve("domain.yaml");
      Files.writeString(
          domain,
          Files.readString(domain)
              .replace(
                  "\nspec:\n",
                  """

                  spec:
                    dns:
                      publicAddresses: [192.0.2.1]
                      checkInterval: 1s
                      resolvers: ["127.0.0.1:%d"]
                  """
                      .formatted(names.address().getPort())));
      served.start("--dev");
      var status = served.data.resolve("status/MailDomain_default_yourdomain.yaml");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(status).content().contains("ready: 0/2", "verdict: Missing"));

      names.has("yourdomain.test.", Type.MX, 1, "10 other.test.");
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(status).content().contains("verdict: Mismatch"));
      names.has("mail.yourdomain.test.", Type.A, 1, "192.0.2.1");

      await().atMost(SOON).untilAsserted(() -> assertThat(status).content().contains("ready: 1/2"));
      assertThat(Files.readString(served.log))
          .contains("dns domain=yourdomain.test ready=0/2", "dns domain=yourdomain.test ready=1/2");
      assertThat(served.call("GET", "probes", "/metrics", "").body())
          .contains("mailhelm_dns_record_ok{domain=\"yourdomain.test\",purpose=\"Mx\"} 0.0")
          .contains("mailhelm_dns_record_ok{domain=\"yourdomain.test\",purpose=\"Address\"} 1.0");
      var out = new StringWriter();
      Main.run(
          new PrintWriter(out, true),
          new PrintWriter(out, true),
          "status",
          "--data",
          served.data.toString());
      assertThat(out.toString()).contains("DNS: 1/2").contains("DNSReady RecordsWrong");

      names.has("yourdomain.test.", Type.MX, 1, "20 mail.yourdomain.test.");
      names.has("other.test.", Type.A, 1, "192.0.2.2");

      await().atMost(SOON).untilAsserted(() -> assertThat(status).content().contains("ready: 2/2"));
    }
  }
}
