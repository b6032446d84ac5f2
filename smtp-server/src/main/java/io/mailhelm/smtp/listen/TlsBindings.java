package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.auth.ChannelBindings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;

/** The channel bindings of a TLS session (RFC 5929, RFC 9266). */
final class TlsBindings implements ChannelBindings {
  private static final String EXPORTER = "EXPORTER-Channel-Binding"; // RFC 9266 §2
  private static final int EXPORTER_OCTETS = 32;
  private final ExtendedSSLSession session;

  TlsBindings(ExtendedSSLSession session) {
    this.session = session;
  }

  @Override
  public Optional<byte[]> data(String type) {
    return switch (type) {
      case "tls-exporter" -> exporter();
      case "tls-server-end-point" -> endPoint();
      default -> Optional.empty();
    };
  }

  /**
   * Only under TLS 1.3: RFC 9266 §4.2 wants the extended master secret before, and the platform
   * does not tell whether that was agreed.
   */
  private Optional<byte[]> exporter() {
    if (!session.getProtocol().equals("TLSv1.3")) {
      return Optional.empty();
    }
    try {
      return Optional.of(session.exportKeyingMaterialData(EXPORTER, new byte[0], EXPORTER_OCTETS));
    } catch (SSLKeyException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** RFC 5929 §4.1: by the certificate's signature hash, SHA-256 for weaker ones. */
  private Optional<byte[]> endPoint() {
    var certificates = session.getLocalCertificates();
    if (certificates == null
        || certificates.length == 0
        || !(certificates[0] instanceof X509Certificate leaf)) {
      return Optional.empty();
    }
    var signature = leaf.getSigAlgName().toUpperCase(Locale.ROOT);
    int with = signature.indexOf("WITH");
    if (with <= 0) {
      return Optional.empty(); // Ed25519 and RSASSA-PSS: RFC 5929 leaves them undefined
    }
    var hash =
        switch (signature.substring(0, with)) {
          case "SHA384" -> "SHA-384";
          case "SHA512" -> "SHA-512";
          default -> "SHA-256";
        };
    try {
      return Optional.of(MessageDigest.getInstance(hash).digest(leaf.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      return Optional.empty();
    }
  }
}
