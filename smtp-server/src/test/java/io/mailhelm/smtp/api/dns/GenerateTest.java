package io.mailhelm.smtp.api.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.spf.SpfRecord;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiClient.Answer;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class GenerateTest {
  @Inject BoundPorts ports;

  private Answer spf(String json) {
    return ApiClient.operator(ports.mailApi()).post("/api/smtp/dns/generate-spf", json);
  }

  private Answer dmarc(String json) {
    return ApiClient.operator(ports.mailApi()).post("/api/smtp/dns/generate-dmarc", json);
  }

  private String spfValue(String json) {
    var answer = spf(json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var value = answer.json().get("value").asText();
    assertThat(SpfRecord.read(value)).isInstanceOf(SpfRecord.Readable.class);
    return value;
  }

  @Test
  void writesTheSpfRecordOfTheGuide() {
    var answer =
        spf("{\"includeIPs\":[\"192.0.2.1\"],\"includeDomains\":[\"mx\"],\"policy\":\"~all\"}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"name\":\"@\",\"type\":\"TXT\",\"ttl\":3600,"
                + "\"value\":\"v=spf1 mx ip4:192.0.2.1 ~all\",\"warnings\":[]}");
  }

  @Test
  void knowsMechanismsFromDomainsAndFamiliesOfAddresses() {
    assertThat(
            spfValue(
                """
                {"includeIPs": ["198.51.100.0/24", "2001:DB8::/32", "2001:db8::1"],
                 "includeDomains": ["_spf.Example.com", "A", "mx", "bücher.example"], "policy": "-all"}
                """))
        .isEqualTo(
            "v=spf1 a mx ip4:198.51.100.0/24 ip6:2001:db8::/32 ip6:2001:db8::1"
                + " include:_spf.example.com include:xn--bcher-kva.example -all");
    assertThat(spfValue("{}")).isEqualTo("v=spf1 ~all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"policy\": \"+all\"}|policy|lets the whole world send",
        "{\"policy\": \"maybe\"}|policy|~all, -all or ?all",
        "{\"includeIPs\": [\"300.1.1.1\"]}|includeIPs[0]|is not a CIDR",
        "{\"includeIPs\": [\"192.0.2.1\", \"192.0.2.1/24\"]}|includeIPs[1]|write 192.0.2.0/24",
        "{\"includeDomains\": [\"a b\"]}|includeDomains[0]|is not a domain label",
        "{\"includeDomains\": [\"ip4:192.0.2.1\"]}|includeDomains[0]|is not a domain label",
        "{\"includeDomains\": [null]}|includeDomains[0]|empty",
        "{\"includeIps\": []}|includeIps|did you mean 'includeIPs'?",
      })
  void refusesWhatMakesNoGoodRecord(String json, String field, String sentence) {
    var answer = spf(json);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("field").asText()).isEqualTo(field);
    assertThat(answer.json().get("detail").asText()).contains(sentence);
  }

  @Test
  void warnsOfWhatReceiversDoNotTake() {
    var many = new StringBuilder("\"mx\"");
    for (int i = 0; i < 10; i++) {
      many.append(", \"d").append(i).append(".example\"");
    }
    var answer = spf("{\"includeIPs\": [\"10.0.0.1\"], \"includeDomains\": [" + many + "]}").json();
    assertThat(answer.get("warnings").toString())
        .contains("10.0.0.1 is a private address")
        .contains("It takes 11 look-ups");
  }

  @Test
  void writesTheDmarcRecordOfTheGuide() {
    var answer =
        dmarc("{\"policy\":\"quarantine\",\"reportEmail\":\"dmarc@yourdomain.com\"}").json();
    assertThat(answer.get("name").asText()).isEqualTo("_dmarc");
    assertThat(answer.get("type").asText()).isEqualTo("TXT");
    assertThat(answer.get("value").asText())
        .isEqualTo("v=DMARC1; p=quarantine; rua=mailto:dmarc@yourdomain.com");
  }

  @Test
  void writesNoDmarcRecordThatSomethingCouldSlipInto() {
    assertThat(dmarc("{\"policy\": \"none\"}").json().get("value").asText())
        .isEqualTo("v=DMARC1; p=none");
    for (var address :
        new String[] {"x", "a;p=none@example.com", "a,b@example.com", "a!1@x.test"}) {
      var answer = dmarc("{\"policy\": \"reject\", \"reportEmail\": \"%s\"}".formatted(address));
      assertThat(answer.status()).as(address).isEqualTo(422);
      assertThat(answer.json().get("field").asText()).isEqualTo("reportEmail");
    }
    assertThat(dmarc("{\"policy\": \"block\"}").json().get("field").asText()).isEqualTo("policy");
    assertThat(dmarc("{}").status()).isEqualTo(422);
  }

  @Test
  void writesNothingForNobody() {
    assertThat(
            ApiClient.anonymous(ports.mailApi()).post("/api/smtp/dns/generate-spf", "{}").status())
        .isEqualTo(401);
  }
}
