package io.mailhelm.smtp.live;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import io.mailhelm.smtp.wire.CertificateNames;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** A private key and its certificate chain. */
public record TlsIdentity(String name, PrivateKey key, X509Certificate[] chain) {

  /**
   * Reads a key and its chain.
   *
   * @throws IllegalArgumentException naming the key that cannot be used, never its content
   */
  public static TlsIdentity of(KeyPem pem) {
    try {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.certificates().getBytes(StandardCharsets.US_ASCII)))
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new IllegalArgumentException(pem.name() + ": no certificate in it");
      }
      return new TlsIdentity(pem.name(), privateKey(pem), chain);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          pem.name()
              + ": not a PEM certificate chain and its private key ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }

  private static PrivateKey privateKey(KeyPem pem) {
    try {
      return pem.readPrivateKey();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(pem.name() + ": " + e.getMessage(), e);
    }
  }

  /** Whether the key makes signatures of that kind (a key type of the platform's TLS). */
  public boolean fits(String keyType) {
    var algorithm = key.getAlgorithm();
    return keyType.equals(algorithm)
        || keyType.equals("RSASSA-PSS") && algorithm.equals("RSA")
        || keyType.startsWith("EC") && (algorithm.equals("EC") || algorithm.equals("ECDSA"))
        || keyType.equals("EdDSA") && algorithm.startsWith("Ed");
  }

  /** Whether its certificate is for that name (RFC 9525 §6.3). */
  public boolean covers(DomainName name) {
    return CertificateNames.matches(chain[0], List.of(name.ascii()));
  }

  @Override
  public String toString() {
    return "Identity[" + name + "]";
  }
}
