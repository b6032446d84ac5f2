package io.mailhelm.operator.report;

import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What MailDomains' statuses say, as metrics. Any thread. */
public final class ResourceMeters {
  private final MultiGauge conditions;
  private final MultiGauge certificates;
  private final Map<String, Shown> shown = new ConcurrentHashMap<>();

  private record Shown(String namespace, String name, MailDomainStatus status) {}

  public ResourceMeters(MeterRegistry registry) {
    this.conditions =
        MultiGauge.builder("mailhelm.resource.condition")
            .description("1 for the status each condition of a MailDomain has.")
            .register(registry);
    this.certificates =
        MultiGauge.builder("mailhelm.certificate.not.after")
            .baseUnit("seconds")
            .description("When the certificate of a MailDomain ends, since the epoch.")
            .register(registry);
  }

  /** Shows a status. */
  public synchronized void show(MailDomain domain, MailDomainStatus status) {
    var metadata = domain.getMetadata();
    var before =
        shown.put(
            metadata.getUid(), new Shown(metadata.getNamespace(), metadata.getName(), status));
    if (before == null || !before.status().equals(status)) {
      register();
    }
  }

  /** Shows it no more. */
  public synchronized void forget(MailDomain domain) {
    if (shown.remove(domain.getMetadata().getUid()) != null) {
      register();
    }
  }

  private void register() {
    var conditionRows = new ArrayList<Row<?>>();
    var certificateRows = new ArrayList<Row<?>>();
    for (var each : shown.values()) {
      var tags = Tags.of("kind", "MailDomain", "namespace", each.namespace(), "name", each.name());
      for (Condition condition : each.status().conditions()) {
        conditionRows.add(
            Row.of(tags.and("type", condition.type(), "status", condition.status()), 1));
      }
      if (each.status().tls() != null) {
        certificateRows.add(
            Row.of(
                Tags.of("namespace", each.namespace(), "name", each.name()),
                Instant.parse(each.status().tls().notAfter()).getEpochSecond()));
      }
    }
    conditions.register(conditionRows, true);
    certificates.register(certificateRows, true);
  }
}
