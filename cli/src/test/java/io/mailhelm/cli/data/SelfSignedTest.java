package io.mailhelm.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.keys.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
  private static final DomainName HOST = DomainName.of("mail.example.test");
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  @TempDir Path folder;

  @Test
  void makesAPairOnceAndKeepsIt() throws Exception {
    var first = selfSigned().pair("example", List.of(HOST), NOW);

    assertThat(text(first.get("tls.crt"))).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(text(first.get("tls.key")))
        .startsWith("-----BEGIN PRIVATE KEY-----")
        .doesNotContain("CERTIFICATE");
    assertThat(selfSigned().pair("example", List.of(HOST), NOW))
        .containsExactlyInAnyOrderEntriesOf(first);
  }

  @Test
  void renewsBeforeItEnds() throws Exception {
    var first = selfSigned().pair("example", List.of(HOST), NOW);
    var justBefore =
        NOW.plus(Certificates.VALIDITY).minus(Certificates.RENEW_BEFORE).minus(Duration.ofHours(1));

    assertThat(selfSigned().pair("example", List.of(HOST), justBefore).get("tls.crt"))
        .isEqualTo(first.get("tls.crt"));
    assertThat(
            selfSigned()
                .pair("example", List.of(HOST), justBefore.plus(Duration.ofHours(2)))
                .get("tls.crt"))
        .isNotEqualTo(first.get("tls.crt"));
  }

  @Test
  void makesAnotherForAnotherHostName() throws Exception {
    var first = selfSigned().pair("example", List.of(HOST), NOW);

    assertThat(
            selfSigned()
                .pair("example", List.of(DomainName.of("mx.example.test")), NOW)
                .get("tls.crt"))
        .isNotEqualTo(first.get("tls.crt"));
  }

  private SelfSigned selfSigned() throws Exception {
    return new SelfSigned(DataFolder.open(folder));
  }

  private static String text(byte[] pem) {
    return new String(pem, StandardCharsets.US_ASCII);
  }
}
