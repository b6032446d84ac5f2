package io.mailhelm.dns.expect;

import static io.mailhelm.dns.expect.Domains.example;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.DomainDns.Spf;
import io.mailhelm.config.DomainDns.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A domain that has everything. */
public final class Full {
  /** RFC 8463 §A.2. */
  public static final String PUBLIC_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  private Full() {}

  public static DkimKey key(String selector, Stage stage) {
    return new DkimKey(selector, DkimKey.Algorithm.Ed25519, stage, PUBLIC_KEY, selector);
  }

  public static Domains domains() {
    return example()
        .publicAddresses("192.0.2.1", "2001:db8::1")
        .egressAddresses("192.0.2.1", "2001:db8::1")
        .spf(Spf.Policy.SoftFail, List.of("_spf.partner.example"), List.of("198.51.100.0/24"))
        .keys(key("ed25519", Stage.Active), key("old", Stage.Retired))
        .dmarc(
            new Dmarc(
                Dmarc.Policy.Quarantine,
                Optional.of(Dmarc.Policy.Reject),
                List.of("dmarc@example.com", "in@reports.example"),
                List.of("dmarc@example.com")))
        .mtaSts(MtaSts.Mode.Enforce, Duration.ofDays(7))
        .tlsReportsTo("tls@example.com", "https://reports.example/tls")
        .submission(new Submission(587, false), new Submission(465, true))
        .web();
  }

  public static Domain domain() {
    return domains().domain();
  }
}
