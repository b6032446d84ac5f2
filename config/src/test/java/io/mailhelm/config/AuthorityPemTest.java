package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class AuthorityPemTest {
  /** Two roots that nobody has the keys of, as openssl writes them. */
  private static final String ONE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBgzCCASmgAwIBAgIUTQbc4yzLxsCYdChFGK5jdBxZiMkwCgYIKoZIzj0EAwIw
      FzEVMBMGA1UEAwwMRXhhbXBsZSBSb290MB4XDTI2MTEzMDAyNTcxMVoXDTM2MTEy
      NzAyNTcxMVowFzEVMBMGA1UEAwwMRXhhbXBsZSBSb290MFkwEwYHKoZIzj0CAQYI
      KoZIzj0DAQcDQgAETpB8wIfpdxILrwXB2qRIhFTPBLJIGYiVkRgrvz/GikdsdYYx
      HnlXrN2WlGGLmLJPLmRiD0/rDa/5zGHuMhMYYKNTMFEwHQYDVR0OBBYEFD19zXlm
      HPM9G9gaD64DorCIQFDiMB8GA1UdIwQYMBaAFD19zXlmHPM9G9gaD64DorCIQFDi
      MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgE+wjZGmcGCXf1aIH
      BXZjQwrKKlWtRUPwefIVhn4qrioCIQCRe0GWyslLl0UZwPw3a87B5ZxUlGWyc8Gu
      FRmk5Q7HBw==
      -----END CERTIFICATE-----
      """;

  private static final String OTHER =
      """
      -----BEGIN CERTIFICATE-----
      MIIBjDCCATGgAwIBAgIUKKb6C1yxYam3qQIXfDMNrvF7TYswCgYIKoZIzj0EAwIw
      GzEZMBcGA1UEAwwQRXhhbXBsZSBPbGQgUm9vdDAeFw0yNjExMzAwMjU3MTFaFw0z
      NjExMjcwMjU3MTFaMBsxGTAXBgNVBAMMEEV4YW1wbGUgT2xkIFJvb3QwWTATBgcq
      hkjOPQIBBggqhkjOPQMBBwNCAAR0Ix28RIPC+PQSVJIyGxeVzqG46xbgd/lUerSr
      7KGxNsT4Xo2FiVDqfF1VKkuR4mXClEfGqzLdR3b00BSBZpAqo1MwUTAdBgNVHQ4E
      FgQU3YH2MlPA+rEOMC++CiXWivaS7bYwHwYDVR0jBBgwFoAU3YH2MlPA+rEOMC++
      CiXWivaS7bYwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAon22
      TGKVIQ7Wnn+y0OAz354amwZ/ezVfSa28VBPqaH0CIQDLvodVA4zWJk0AGmimXdwS
      b9jVUVqPzMcOEx3KZTZWaw==
      -----END CERTIFICATE-----
      """;

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void equalBundlesGiveEqualListsWhateverIsBetweenTheCertificates() {
    var bundle = AuthorityPem.bundle(octets(ONE + OTHER));

    assertThat(bundle).hasSize(2);
    assertThat(AuthorityPem.bundle(octets("Ours:\n" + OTHER + "and\r\n" + ONE + OTHER)))
        .isEqualTo(bundle);
    assertThat(bundle)
        .extracting(each -> each.certificate().getSubjectX500Principal().getName())
        .containsExactlyInAnyOrder("CN=Example Root", "CN=Example Old Root");
    assertThat(bundle)
        .allSatisfy(
            each -> assertThat(AuthorityPem.bundle(octets(each.pem()))).containsExactly(each));
  }

  @Test
  void whatIsNoBundleSaysWhy() {
    refused("", "has no certificate in PEM");
    refused("nothing", "certificate");
    refused(ONE.substring(0, 300), "cannot be read");
    refused(
        "-----BEGIN PRIVATE KEY-----\nbm90aGluZw==\n-----END PRIVATE KEY-----\n", "cannot be read");
    refused(" ".repeat(AuthorityPem.MAX_OCTETS) + ONE, "is larger than 64 KiB");
  }

  @Test
  void aBundleHasNoMoreThan32() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    var keys = generator.generateKeyPair();
    var bundle = new StringBuilder();
    for (int i = 1; i <= AuthorityPem.MAX_CERTIFICATES; i++) {
      bundle.append(root(i, keys));
    }
    assertThat(AuthorityPem.bundle(octets(bundle.toString())))
        .hasSize(AuthorityPem.MAX_CERTIFICATES);

    refused(bundle.append(ONE).toString(), "has 33 certificates and may have 32");
  }

  private static String root(int serial, KeyPair keys) throws Exception {
    var name = new X500Principal("CN=Root " + serial);
    var certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial),
                new Date(0),
                new Date(1_000),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificate);
    }
    return text.toString();
  }

  private static void refused(String bundle, String why) {
    assertThatThrownBy(() -> AuthorityPem.bundle(octets(bundle)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
