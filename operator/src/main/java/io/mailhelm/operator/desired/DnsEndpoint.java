package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.dns.expect.ExpectedRecord;
import io.mailhelm.dns.expect.ExpectedRecords;
import io.mailhelm.dns.expect.ZoneFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What ExternalDNS is asked to publish. */
public final class DnsEndpoint {
  public static final String API_VERSION = "externaldns.k8s.io/v1alpha1";
  public static final String KIND = "DNSEndpoint";

  private DnsEndpoint() {}

  /**
   * The DNSEndpoint {@code d-dns}; it goes with its MailDomain. It has every record whose content
   * is known and whose name is within {@code spec.domain}, and none of another name: that is
   * somebody else's, whatever is declared here. The addresses of a host name are its server's.
   *
   * @param compiled the same domain
   * @param ehlo the name its server greets others with
   */
  public static GenericKubernetesResource of(MailDomain domain, Domain compiled, DomainName ehlo) {
    var targets = new LinkedHashMap<Name, List<String>>();
    ExpectedRecords.of(compiled, ehlo).stream()
        .filter(record -> isPublished(record, domain, compiled.domain()))
        .forEach(
            record -> {
              var all =
                  targets.computeIfAbsent(
                      new Name(record.name(), record.type()), any -> new ArrayList<>());
              if (!all.contains(target(record))) {
                all.add(target(record));
              }
            });
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(Metadata.owned(domain, ObjectNames.dns(ObjectNames.of(domain))))
        .addToAdditionalProperties("spec", SortedMaps.map("endpoints", endpoints(targets)))
        .build();
  }

  /** What a record set is of: a DNSEndpoint has one entry for all of its records. */
  private record Name(String name, String type) {}

  private static boolean isPublished(ExpectedRecord record, MailDomain domain, DomainName zone) {
    if (!record.isPublishable()
        || record.purpose() == RecordPurpose.Ptr
        || !isWithin(record.name(), zone)) {
      return false;
    }
    return !record.elsewhere()
        || record.purpose() == RecordPurpose.Address && domain.getSpec().server() != null;
  }

  /** Names of records may begin with an underscore, which no host name does. */
  private static boolean isWithin(String name, DomainName zone) {
    return name.equals(zone.ascii()) || name.endsWith("." + zone.ascii());
  }

  /**
   * A text in the quotes of a zone file, in strings of at most 255 octets, as ExternalDNS writes
   * the texts of its own: some providers take no others. A host without the last dot, but in an
   * SRV.
   */
  private static String target(ExpectedRecord record) {
    return switch (record.type()) {
      case "TXT" -> ZoneFile.quoted(record.data());
      case "MX", "CNAME" ->
          record.data().endsWith(".")
              ? record.data().substring(0, record.data().length() - 1)
              : record.data();
      default -> record.data();
    };
  }

  private static List<SortedMap<String, Object>> endpoints(Map<Name, List<String>> targets) {
    return targets.entrySet().stream()
        .map(
            entry ->
                SortedMaps.map(
                    "dnsName",
                    entry.getKey().name(),
                    "recordTTL",
                    ZoneFile.TTL,
                    "recordType",
                    entry.getKey().type(),
                    "targets",
                    entry.getValue()))
        .toList();
  }
}
