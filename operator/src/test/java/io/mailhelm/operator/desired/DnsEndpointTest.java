package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DnsEndpointTest {
  private static final String PUBLISHED =
      Declared.DOMAIN.replace(
          "server: {}",
          """
          server: {}
            tlsReports: {to: [tls@example.com]}
            dmarc: {policy: Reject, aggregateReportsTo: [dmarc@elsewhere.example]}
            dns:
              publish: ExternalDNS
              publicAddresses: [192.0.2.1, 192.0.2.2, "2001:db8::1"]
              egressAddresses: [192.0.2.1]
          """
              .stripTrailing());

  @Test
  void oneEntryHasAllRecordsOfANameAndType() {
    var endpoint = of(PUBLISHED);
    var targets = targets(endpoint);

    assertThat(endpoint.getMetadata().getName()).isEqualTo("example-com-dns");
    assertThat(endpoint.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u1"));
    assertThat(targets)
        .containsEntry("A mail.example.com", List.of("192.0.2.1", "192.0.2.2"))
        .containsEntry("AAAA mail.example.com", List.of("2001:db8::1"))
        .containsEntry("MX example.com", List.of("10 mail.example.com"))
        .containsEntry("SRV _submissions._tcp.example.com", List.of("0 1 465 mail.example.com."));
    assertThat(targets.get("TXT example.com"))
        .singleElement()
        .asString()
        .startsWith("\"v=spf1 mx ip4:192.0.2.1")
        .endsWith("\"");
  }

  @Test
  void aLongTextIsInStringsOfAtMost255Octets() {
    var key = targets(of(PUBLISHED)).get("TXT rsa2048._domainkey.example.com");

    assertThat(key).singleElement().asString().startsWith("\"v=DKIM1;").contains("\" \"");
    assertThat(key.getFirst().split("\" \"")).allMatch(part -> part.length() <= 256);
  }

  @Test
  void whatOthersKeepIsNotPublished() {
    assertThat(targets(of(PUBLISHED)).keySet())
        .noneMatch(name -> name.contains("arpa"))
        .noneMatch(name -> name.contains("elsewhere.example"));
  }

  @Test
  void noNameOutsideTheDomainIsPublished() {
    var targets =
        targets(of(PUBLISHED.replace("server: {}", "hostname: www.bank.example\n  server: {}")));

    assertThat(targets).containsEntry("MX example.com", List.of("10 www.bank.example"));
    assertThat(targets.keySet())
        .allSatisfy(name -> assertThat(name.split(" ")[1]).endsWith("example.com"));
  }

  @Test
  void whatIsUnknownOrOmittedIsLeftOut() {
    var targets =
        targets(
            of(
                PUBLISHED.replace(
                    "publicAddresses: [192.0.2.1, 192.0.2.2, \"2001:db8::1\"]",
                    "omit: [Mx, Submission, Helo]")));

    assertThat(targets).containsKey("TXT example.com");
    assertThat(targets.keySet())
        .noneMatch(
            name -> name.startsWith("A ") || name.startsWith("MX") || name.startsWith("SRV"));
  }

  private static GenericKubernetesResource of(String yaml) {
    var domain =
        ResourceReader.read(List.of(new ResourceSource("a.yaml", yaml))).domains().getFirst();
    var config = Shapes.config(yaml);
    return DnsEndpoint.of(domain, config.domains().getFirst(), config.server().hostname());
  }

  private static Map<String, List<String>> targets(GenericKubernetesResource endpoint) {
    var targets = new TreeMap<String, List<String>>();
    List<Map<String, Object>> all = endpoint.get("spec", "endpoints");
    for (var each : all) {
      assertThat(each).containsEntry("recordTTL", 3600);
      @SuppressWarnings("unchecked")
      var before =
          targets.put(
              each.get("recordType") + " " + each.get("dnsName"),
              (List<String>) each.get("targets"));
      assertThat(before).isNull();
    }
    return targets;
  }
}
