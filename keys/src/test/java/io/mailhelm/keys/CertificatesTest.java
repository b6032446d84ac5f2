package io.mailhelm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final TreeSet<String> NAMES =
      new TreeSet<>(Set.of("a.example.test", "b.example.test"));

  @Test
  void authorityIsTheIssuerOfWhatItSigns() throws Exception {
    var authority = Certificates.authority("example", NOW);

    var issued = Certificates.issue(authority, NAMES, NOW);

    issued.leaf().verify(authority.leaf().getPublicKey());
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(issued.certificate().getBytes(StandardCharsets.US_ASCII)));
    assertThat(List.<Object>copyOf(chain)).hasSize(2).contains(authority.leaf());
    assertThat(authority.leaf().getBasicConstraints()).isZero();
  }

  @Test
  void anotherAuthorityDidNotSignIt() throws Exception {
    var issued = Certificates.issue(Certificates.authority("example", NOW), NAMES, NOW);
    X509Certificate other = Certificates.authority("example", NOW).leaf();

    assertThatThrownBy(() -> issued.leaf().verify(other.getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void servesItsNamesUntilItIsTimeForTheNext() {
    var pair = Certificates.selfSigned(NAMES, NOW);
    var due = NOW.plus(Certificates.VALIDITY).minus(Certificates.RENEW_BEFORE);

    assertThat(pair.serves(NAMES, NOW, Certificates.RENEW_BEFORE)).isTrue();
    assertThat(pair.serves(Set.of("c.example.test"), NOW, Certificates.RENEW_BEFORE)).isFalse();
    assertThat(pair.serves(NAMES, due.minusSeconds(1), Certificates.RENEW_BEFORE)).isTrue();
    assertThat(pair.serves(NAMES, due.plusSeconds(1), Certificates.RENEW_BEFORE)).isFalse();
    assertThat(pair.serves(NAMES, due.plusSeconds(1), Duration.ZERO)).isTrue();
  }

  @Test
  void travelsInASecret() {
    var pair = Certificates.selfSigned(NAMES, NOW);

    assertThat(PemPair.of(pair.secret())).contains(pair);
    assertThat(PemPair.of(java.util.Map.of("tls.crt", new byte[0]))).isEmpty();
    assertThat(pair.toString()).doesNotContain("KEY");
  }
}
