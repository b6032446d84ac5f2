package io.mailhelm.smtp.api.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PublishedRecordsTest {
  @Inject BoundPorts ports;
  @Inject FakeWorld world;

  private JsonNode get(String path) {
    var answer = ApiClient.operator(ports.mailApi()).get("/api/smtp/dns" + path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void showsMailExchangesInOrderWithTheirAddresses() {
    world
        .dns()
        .mx("mx.test", 20, "b.mx.test")
        .mx("mx.test", 10, "a.mx.test")
        .address("a.mx.test", "192.0.2.1");
    var answer = get("/mx/MX.test");
    assertThat(answer.get("published").toString())
        .isEqualTo("[\"10 a.mx.test.\",\"20 b.mx.test.\"]");
    assertThat(answer.at("/parsed/exchanges/0").toString())
        .isEqualTo("{\"preference\":10,\"host\":\"a.mx.test\",\"addresses\":[\"192.0.2.1\"]}");
    assertThat(answer.get("problems").toString()).isEqualTo("[\"b.mx.test has no address.\"]");
    assertThat(answer.get("verdict").asText()).isEqualTo("Mismatch");
  }

  @Test
  void tellsADomainThatTakesNoMailFromOneThatHasNoMx() {
    world.dns().mx("null.test", 0, "");
    assertThat(get("/mx/null.test").at("/parsed/takesNoMail").asBoolean()).isTrue();
    var none = get("/mx/none.test");
    assertThat(none.get("verdict").asText()).isEqualTo("Missing");
    assertThat(none.has("parsed")).isFalse();
  }

  @Test
  void countsTheLookUpsOfAnSpfRecord() {
    world
        .dns()
        .txt("spf.test", "unrelated")
        .txt("spf.test", "v=spf1 mx include:other.spf.test -all")
        .txt("other.spf.test", "v=spf1 a exists:x.test ~all");
    var answer = get("/spf/spf.test");
    assertThat(answer.get("verdict").asText()).isEqualTo("Match");
    assertThat(answer.get("parsed").toString())
        .isEqualTo(
            "{\"terms\":[\"mx\",\"include:other.spf.test\",\"-all\"],\"all\":\"-all\","
                + "\"lookups\":4,\"lookupsComplete\":true}");
  }

  @Test
  void saysWhatIsWrongWithAnSpfRecord() {
    world.dns().txt("two.test", "v=spf1 -all").txt("two.test", "v=spf1 mx -all");
    assertThat(get("/spf/two.test").get("problems").toString()).contains("There are 2 SPF records");
    world.dns().txt("bad.test", "v=spf1 mz -all");
    var bad = get("/spf/bad.test");
    assertThat(bad.get("verdict").asText()).isEqualTo("Mismatch");
    assertThat(bad.get("problems").toString()).contains("mz");
    world.dns().txt("open.test", "v=spf1 +all");
    assertThat(get("/spf/open.test").get("problems").toString()).contains("whole world");
  }

  @Test
  void neverTakesSilenceForAbsence() {
    world.dns().fails("fails.test").fails("_dmarc.fails.test").fails("s._domainkey.fails.test");
    for (var path :
        List.of(
            "/mx/fails.test",
            "/spf/fails.test",
            "/dmarc/fails.test",
            "/dkim/fails.test?selector=s")) {
      assertThat(get(path).get("verdict").asText()).as(path).isEqualTo("Error");
    }
  }

  @Test
  void readsDmarc() {
    world.dns().txt("_dmarc.dmarc.test", "v=DMARC1; p=Reject; rua=mailto:d@dmarc.test");
    var answer = get("/dmarc/dmarc.test");
    assertThat(answer.get("name").asText()).isEqualTo("_dmarc.dmarc.test");
    assertThat(answer.at("/parsed/tags").toString())
        .isEqualTo("{\"v\":\"DMARC1\",\"p\":\"Reject\",\"rua\":\"mailto:d@dmarc.test\"}");
    assertThat(answer.get("verdict").asText()).isEqualTo("Match");
    world.dns().txt("_dmarc.odd.test", "v=DMARC1; p=maybe; pct=200; x");
    var odd = get("/dmarc/odd.test");
    assertThat(odd.get("verdict").asText()).isEqualTo("Mismatch");
    assertThat(odd.get("problems").toString()).contains("p= must be");
  }

  @Test
  void saysOfAKeyWhatItIs() throws NoSuchAlgorithmException {
    world
        .dns()
        .txt("r._domainkey.dkim.test", "v=DKIM1; k=rsa; t=y; p=" + key("RSA"))
        .txt("e._domainkey.dkim.test", "v=DKIM1; k=ed25519; p=" + key("Ed25519"))
        .txt("gone._domainkey.dkim.test", "v=DKIM1; p=");
    assertThat(get("/dkim/dkim.test?selector=r").get("parsed").toString())
        .isEqualTo(
            "{\"selector\":\"r\",\"keyType\":\"rsa\",\"bits\":2048,\"testing\":true,\"revoked\":false}");
    var ed25519 = get("/dkim/dkim.test?selector=e");
    assertThat(ed25519.at("/parsed/bits").asInt()).isEqualTo(256);
    assertThat(ed25519.get("verdict").asText()).isEqualTo("Match");
    assertThat(get("/dkim/dkim.test?selector=gone").get("problems").toString()).contains("revoked");
  }

  private static String key(String algorithm) throws NoSuchAlgorithmException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(2_048);
    }
    var encoded = generator.generateKeyPair().getPublic().getEncoded();
    var octets =
        algorithm.equals("RSA")
            ? encoded
            : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return Base64.getEncoder().encodeToString(octets);
  }

  @Test
  void judgesOursByWhatTheyShouldSay() {
    world.dns().txt("example.test", "v=spf1 -all");
    world.inspectedBy(
        (domain, ehlo) -> {
          assertThat(domain.dns().omitted())
              .hasSize(RecordPurpose.values().length - 1)
              .doesNotContain(RecordPurpose.Spf);
          return new DnsReport(
              List.of(
                  new RecordReport(
                      RecordPurpose.Spf,
                      "example.test",
                      "TXT",
                      "v=spf1 mx ~all",
                      List.of("v=spf1 -all"),
                      RecordVerdict.Mismatch,
                      true,
                      "Name the MX.")),
              "",
              List.of(),
              Dnssec.Insecure);
        });
    var answer = get("/spf/example.test");
    assertThat(answer.get("verdict").asText()).isEqualTo("Mismatch");
    assertThat(answer.get("advice").asText()).isEqualTo("Name the MX.");
  }

  @Test
  void refusesWhatIsNoQuestion() {
    var client = ApiClient.operator(ports.mailApi());
    assertThat(client.get("/api/smtp/dns/mx/a..b").status()).isEqualTo(422);
    assertThat(client.get("/api/smtp/dns/dkim/example.test").json().get("field").asText())
        .isEqualTo("selector");
    assertThat(client.get("/api/smtp/dns/dkim/example.test?selector=a%20b").status())
        .isEqualTo(422);
    assertThat(client.get("/api/smtp/dns/dkim/example.test?slector=a").status()).isEqualTo(400);
    assertThat(client.get("/api/smtp/dns/ns/example.test").status()).isEqualTo(404);
    assertThat(ApiClient.anonymous(ports.mailApi()).get("/api/smtp/dns/mx/example.test").status())
        .isEqualTo(401);
  }
}
