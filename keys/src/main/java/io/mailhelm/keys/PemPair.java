package io.mailhelm.keys;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A certificate and its private key in PEM.
 *
 * @param certificate the chain, leaf first
 * @param privateKey PKCS#8
 */
public record PemPair(String certificate, String privateKey) {
  private static final String CERTIFICATE = "tls.crt";
  private static final String PRIVATE_KEY = "tls.key";
  private static final int DNS_NAME = 2;

  /** The pair in the data of a Secret of type {@code kubernetes.io/tls}; empty when it has none. */
  public static Optional<PemPair> of(Map<String, byte[]> secret) {
    return secret.containsKey(CERTIFICATE) && secret.containsKey(PRIVATE_KEY)
        ? Optional.of(new PemPair(text(secret.get(CERTIFICATE)), text(secret.get(PRIVATE_KEY))))
        : Optional.empty();
  }

  /** The pair as the data of such a Secret. */
  public Map<String, byte[]> secret() {
    return new TreeMap<>(Map.of(CERTIFICATE, octets(certificate), PRIVATE_KEY, octets(privateKey)));
  }

  /**
   * Whether it serves these names, and is valid for some time more.
   *
   * @param names DNS names, in ASCII
   * @param left how long it must still be valid at {@code now}
   */
  public boolean serves(Set<String> names, Instant now, Duration left) {
    try {
      var leaf = leaf();
      return leaf.getNotAfter().toInstant().isAfter(now.plus(left))
          && names(leaf).containsAll(names);
    } catch (CertificateException e) {
      return false;
    }
  }

  /**
   * The first certificate of the chain.
   *
   * @throws CertificateException when there is none
   */
  public X509Certificate leaf() throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(octets(certificate)));
  }

  private static Set<String> names(X509Certificate leaf) throws CertificateException {
    var names = leaf.getSubjectAlternativeNames();
    return names == null
        ? Set.of()
        : names.stream()
            .filter(entry -> entry.get(0).equals(DNS_NAME))
            .flatMap(entry -> Stream.of((String) entry.get(1)))
            .collect(Collectors.toSet());
  }

  private static String text(byte[] pem) {
    return new String(pem, StandardCharsets.US_ASCII);
  }

  private static byte[] octets(String pem) {
    return pem.getBytes(StandardCharsets.US_ASCII);
  }

  /** Never contains the key. */
  @Override
  public String toString() {
    return "PemPair[…]";
  }
}
