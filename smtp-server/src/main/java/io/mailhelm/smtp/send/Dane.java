package io.mailhelm.smtp.send;

import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import io.mailhelm.smtp.wire.CertificateNames;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies a server's certificates against its TLSA records (RFC 7672 §3, RFC 6698). */
final class Dane {
  private static final int TRUST_ANCHOR = 2; // DANE-TA, RFC 7218 §2.1
  private static final int END_ENTITY = 3; // DANE-EE
  private static final int CERTIFICATE = 0;
  private static final int PUBLIC_KEY = 1;
  private static final int EXACT = 0;
  private static final int SHA_256 = 1;
  private static final int SHA_512 = 2;

  private Dane() {}

  /** Whether a record means something to a mail client (RFC 7672 §3.1.3: PKIX usages do not). */
  static boolean isUsable(TlsAssociation record) {
    boolean known =
        (record.usage() == TRUST_ANCHOR || record.usage() == END_ENTITY)
            && (record.selector() == CERTIFICATE || record.selector() == PUBLIC_KEY);
    return known
        && switch (record.matching()) {
          case EXACT -> record.data().length > 0;
          case SHA_256 -> record.data().length == 32;
          case SHA_512 -> record.data().length == 64;
          default -> false;
        };
  }

  /**
   * What is wrong with {@code chain}.
   *
   * @param records usable ones
   * @param names one of which must be in the certificate for usage 2; usage 3 asks for none, nor
   *     minds that it expired (RFC 7672 §3.1.1)
   */
  static Optional<TlsFault> verify(
      List<TlsAssociation> records, X509Certificate[] chain, List<String> names) {
    if (chain.length == 0) {
      return Optional.of(new TlsFault(Result.VALIDATION_FAILURE, "it shows no certificate"));
    }
    boolean named = CertificateNames.matches(chain[0], names);
    boolean anchored = false;
    for (var record : records) {
      if (record.usage() == END_ENTITY && matches(record, chain[0])) {
        return Optional.empty();
      }
      if (record.usage() == TRUST_ANCHOR && leadsTo(record, chain)) {
        if (named) {
          return Optional.empty();
        }
        anchored = true;
      }
    }
    return Optional.of(
        anchored
            ? new TlsFault(
                Result.CERTIFICATE_HOST_MISMATCH,
                "its certificate is for %s, not for %s"
                    .formatted(CertificateNames.of(chain[0]), String.join(" or ", names)))
            : new TlsFault(
                Result.VALIDATION_FAILURE, "its certificate is none that its TLSA records name"));
  }

  private static boolean leadsTo(TlsAssociation record, X509Certificate[] chain) {
    for (int i = 0; i < chain.length; i++) {
      if (matches(record, chain[i])) {
        return i == 0
            ? isInTime(chain[0])
            : validates(Arrays.asList(chain).subList(0, i), new TrustAnchor(chain[i], null));
      }
    }
    // the anchor itself need not be shown where the record has all of it
    return record.matching() == EXACT
        && anchor(record, chain[chain.length - 1])
            .map(anchor -> validates(Arrays.asList(chain), anchor))
            .orElse(false);
  }

  private static boolean isInTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static Optional<TrustAnchor> anchor(TlsAssociation record, X509Certificate last) {
    try {
      if (record.selector() == CERTIFICATE) {
        var certificate =
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(record.data()));
        return Optional.of(new TrustAnchor((X509Certificate) certificate, null));
      }
      var key = key(record.data(), last.getSigAlgName());
      return Optional.of(new TrustAnchor(last.getIssuerX500Principal(), key, null));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static PublicKey key(byte[] spki, String signature) throws GeneralSecurityException {
    var algorithm =
        signature.endsWith("ECDSA") ? "EC" : signature.startsWith("Ed") ? signature : "RSA";
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
  }

  private static boolean validates(List<X509Certificate> path, TrustAnchor anchor) {
    try {
      var parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      var factory = CertificateFactory.getInstance("X.509");
      CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) { // certificates are a stranger's
      return false;
    }
  }

  private static boolean matches(TlsAssociation record, X509Certificate certificate) {
    try {
      var selected =
          record.selector() == CERTIFICATE
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      return MessageDigest.isEqual(hashed(selected, record.matching()), record.data());
    } catch (CertificateEncodingException e) {
      return false;
    }
  }

  private static byte[] hashed(byte[] octets, int matching) {
    try {
      return switch (matching) {
        case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(octets);
        case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(octets);
        default -> octets;
      };
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-2", e);
    }
  }
}
