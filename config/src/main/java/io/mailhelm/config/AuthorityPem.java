package io.mailhelm.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The certificate of a trusted authority, as PEM.
 *
 * @param pem one certificate, and nothing else
 */
public record AuthorityPem(String pem) {
  /** The most octets of a bundle: a team's own authorities are few. */
  public static final int MAX_OCTETS = 64 * 1024;

  /**
   * The most certificates of a bundle; each is tried for every chain that leads to none of the
   * others.
   */
  public static final int MAX_CERTIFICATES = 32;

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)); // RFC 7468 §2

  public AuthorityPem {
    Objects.requireNonNull(pem);
  }

  /**
   * Reads a bundle: certificates in PEM, with whatever text between them. Each is listed once, in a
   * fixed order, so that equal bundles give equal lists.
   *
   * @throws IllegalArgumentException saying what is wrong with it, as the end of a sentence
   */
  public static List<AuthorityPem> bundle(byte[] octets) {
    if (octets.length > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "is larger than %d KiB: leave out the public authorities, which count in any case"
              .formatted(MAX_OCTETS / 1024));
    }
    var found = new TreeSet<String>();
    for (var certificate : certificates(octets)) {
      found.add(pem(certificate));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("has no certificate in PEM");
    }
    if (found.size() > MAX_CERTIFICATES) {
      throw new IllegalArgumentException(
          "has %d certificates and may have %d: leave out the public authorities, which count in any case"
              .formatted(found.size(), MAX_CERTIFICATES));
    }
    return found.stream().map(AuthorityPem::new).toList();
  }

  /**
   * The certificate.
   *
   * @throws IllegalArgumentException when it cannot be read
   */
  public X509Certificate certificate() {
    var certificates = certificates(pem.getBytes(StandardCharsets.US_ASCII));
    if (certificates.size() != 1) {
      throw new IllegalArgumentException("a trusted certificate is not one certificate in PEM");
    }
    return certificates.getFirst();
  }

  private static List<X509Certificate> certificates(byte[] octets) {
    try {
      var certificates = new ArrayList<X509Certificate>();
      for (var each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(octets))) {
        certificates.add((X509Certificate) each);
      }
      return certificates;
    } catch (GeneralSecurityException | RuntimeException e) { // the platform's parser throws both
      throw new IllegalArgumentException("cannot be read as certificates in PEM", e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(LINES.encodeToString(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot be read as certificates in PEM", e);
    }
  }
}
