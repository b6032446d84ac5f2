package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.DnsStatus.DnsRecord;
import io.mailhelm.crds.DnsStatus.Verdict;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailDomainStatus.BlockListStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResourceMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ResourceMeters meters = new ResourceMeters(registry);
  private final MailDomain domain = domain("a");

  @Test
  void aPurposeIsRightWhenAllItsRecordsAreAndAbsentWhileItCannotBeTold() {
    meters.show(
        domain,
        status(
            record("Mx", Verdict.Match, true),
            record("Dkim", Verdict.Match, true),
            record("Dkim", Verdict.Missing, true),
            record("Dkim", Verdict.Extra, false),
            record("Spf", Verdict.Match, true),
            record("Spf", Verdict.Error, true),
            record("Ptr", Verdict.Unknown, true),
            record("Dmarc", Verdict.Error, true),
            record("Dmarc", Verdict.Mismatch, true)));

    assertThat(shown("mailhelm.dns.record.ok"))
        .containsOnly(
            entry("Mx true", 1),
            entry("Dkim true", 0),
            entry("Dkim false", 0),
            entry("Dmarc true", 0));
  }

  @Test
  void listsThatAnsweredAreShown() {
    meters.show(
        domain,
        new MailDomainStatus(
            1L,
            List.of(),
            null,
            null,
            null,
            null,
            List.of(
                new BlockListStatus("one.example", "192.0.2.1", true, "spam"),
                new BlockListStatus("two.example", "192.0.2.1", false, null),
                new BlockListStatus("three.example", "192.0.2.1", null, "ask another way")),
            0,
            List.of(),
            null,
            null));

    assertThat(registry.get("mailhelm.block.listed").tag("zone", "one.example").gauge().value())
        .isEqualTo(1);
    assertThat(registry.get("mailhelm.block.listed").gauges()).hasSize(2);
  }

  @Test
  void whyAVolumeIsNotAsItShouldBeIsShownUntilItIs() {
    meters.show(domain, storage("False", "ClaimBeingDeleted"));
    assertThat(registry.get("mailhelm.storage.problem").tag("reason", "ClaimBeingDeleted").gauges())
        .hasSize(1);

    meters.show(domain, storage("True", "AsDeclared"));
    assertThat(registry.find("mailhelm.storage.problem").gauges()).isEmpty();
  }

  private static MailDomainStatus storage(String status, String reason) {
    return MailDomainStatus.UNKNOWN.withConditions(
        List.of(new Condition("StorageReady", status, reason, "", null, 1L)));
  }

  @Test
  void whatChangesIsShownAnewAndWhatIsGoneNoMore() {
    meters.show(domain, status(record("Mx", Verdict.Missing, true)));
    meters.show(domain("b"), status(record("Mx", Verdict.Match, true)));
    meters.show(domain, status(record("Mx", Verdict.Match, true)));
    assertThat(registry.get("mailhelm.dns.record.ok").tag("name", "a").gauge().value())
        .isEqualTo(1);
    assertThat(registry.get("mailhelm.resource.condition").tag("name", "a").gauges()).hasSize(1);

    meters.forget(domain);
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .allMatch(id -> id.getTag("name").equals("b"))
        .hasSize(2);
  }

  private TreeMap<String, Double> shown(String name) {
    var shown = new TreeMap<String, Double>();
    registry
        .get(name)
        .gauges()
        .forEach(
            gauge ->
                shown.put(
                    gauge.getId().getTag("purpose") + " " + gauge.getId().getTag("required"),
                    gauge.value()));
    return shown;
  }

  private static java.util.Map.Entry<String, Double> entry(String key, double value) {
    return java.util.Map.entry(key, value);
  }

  private static MailDomain domain(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: %s, namespace: shop, uid: u-%s}
        spec: {domain: %s.example}
        """
            .formatted(name, name, name),
        MailDomain.class);
  }

  private static MailDomainStatus status(DnsRecord... records) {
    return new MailDomainStatus(
        1L,
        List.of(new Condition("Ready", "True", "Running", "it runs", "2026-01-01T00:00:00Z", 1L)),
        null,
        new DnsStatus("2026-01-01T00:00:00Z", "1/1", null, "", List.of(records)),
        null,
        null,
        null,
        0,
        List.of(),
        null,
        null);
  }

  private static DnsRecord record(String purpose, Verdict verdict, boolean required) {
    return new DnsRecord(purpose, "a.example", "TXT", "", List.of(), verdict, required, "");
  }
}
