package io.mailhelm.operator.report;

import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.operator.report.OwnedGauges.Kind;
import io.mailhelm.operator.report.OwnedGauges.Row;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Shows what the statuses of MailDomains say, as metrics. Any thread. */
public final class ResourceMeters {
  private static final Kind CONDITION =
      new Kind(
          "mailhelm.resource.condition",
          "",
          "1 for the status that a condition of a resource has.");
  private static final Kind STORAGE =
      new Kind(
          "mailhelm.storage.problem",
          "",
          "1 for the reason why a MailDomain's StorageReady is False.");
  private static final Kind UPGRADE =
      new Kind("mailhelm.upgrade", "", "1 for the reason why a MailDomain's UpToDate is False.");
  private static final Kind CERTIFICATE =
      new Kind(
          "mailhelm.certificate.not.after",
          "seconds",
          "When the certificate of a MailDomain ends, since the epoch.");

  private final OwnedGauges gauges;
  private final Map<String, MailDomainStatus> shown = new ConcurrentHashMap<>();

  public ResourceMeters(MeterRegistry registry) {
    this.gauges = new OwnedGauges(registry);
  }

  /** Shows a status. */
  public void show(MailDomain domain, MailDomainStatus status) {
    var uid = domain.getMetadata().getUid();
    if (!status.equals(shown.put(uid, status))) {
      gauges.show(uid, rows(domain, status));
    }
  }

  /** Removes its metrics. */
  public void forget(MailDomain domain) {
    shown.remove(domain.getMetadata().getUid());
    gauges.show(domain.getMetadata().getUid(), List.of());
  }

  /** The time; empty where somebody else wrote something that is no time. */
  private static Stream<Instant> time(String text) {
    try {
      return Stream.ofNullable(text).map(Instant::parse).toList().stream();
    } catch (DateTimeException e) {
      return Stream.of();
    }
  }

  /** The row that says which status a condition of a resource has. */
  static Row row(String kind, String namespace, String name, Condition condition) {
    return Row.of(
        CONDITION,
        Tags.of("namespace", namespace, "name", name, "kind", kind)
            .and("type", condition.type(), "status", condition.status()),
        1);
  }

  private static List<Row> rows(MailDomain domain, MailDomainStatus status) {
    var metadata = domain.getMetadata();
    var tags = Tags.of("namespace", metadata.getNamespace(), "name", metadata.getName());
    var conditions =
        status.conditions().stream()
            .map(
                condition ->
                    row("MailDomain", metadata.getNamespace(), metadata.getName(), condition));
    var storage = whyFalse(status, "StorageReady", STORAGE, tags);
    var upgrade = whyFalse(status, "UpToDate", UPGRADE, tags);
    var certificate =
        Stream.ofNullable(status.tls())
            .flatMap(tls -> time(tls.notAfter()))
            .map(end -> Row.of(CERTIFICATE, tags, end.getEpochSecond()));
    return Stream.of(
            conditions,
            storage,
            upgrade,
            certificate,
            DnsRows.of(status, tags.and("domain", domain.getSpec().domain())))
        .flatMap(rows -> rows)
        .toList();
  }

  private static Stream<Row> whyFalse(MailDomainStatus status, String type, Kind kind, Tags tags) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type) && condition.status().equals("False"))
        .map(condition -> Row.of(kind, tags.and("reason", condition.reason()), 1));
  }
}
