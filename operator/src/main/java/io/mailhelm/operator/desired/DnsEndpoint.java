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

/** Makes the DNSEndpoint that asks ExternalDNS to publish a domain's records. */
public final class DnsEndpoint {
  public static final String API_VERSION = "externaldns.k8s.io/v1alpha1";
  public static final String KIND = "DNSEndpoint";

  private DnsEndpoint() {}

  /**
   * The DNSEndpoint {@code d-dns}; deleted with its MailDomain. It holds every record whose content
   * is known and whose name is within {@code spec.domain}. Any other name is somebody else's,
   * whatever is declared here. The addresses of a host name are its server's.
   *
   * @param compiled the same domain
   * @param ehlo the name that its server says in EHLO
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

  /** The name and type of a record set, for all of whose records a DNSEndpoint has one entry. */
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

  /**
   * Compares texts, because names of records may begin with an underscore, which no host name does.
   */
  private static boolean isWithin(String name, DomainName zone) {
    return name.equals(zone.ascii()) || name.endsWith("." + zone.ascii());
  }

  /**
   * A record's content as a target. A text is quoted as in a zone file, in strings of at most 255
   * octets, as ExternalDNS writes its own texts: some providers accept no others. A host has no
   * final dot, except in an SRV record.
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
