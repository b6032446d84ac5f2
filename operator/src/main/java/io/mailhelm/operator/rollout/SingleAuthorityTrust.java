package io.mailhelm.operator.rollout;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts certificates that one authority signed, whatever their names: a pod is asked by its
 * address, and a MailDomain's authority signs nothing but certificates for that MailDomain's pods.
 */
final class SingleAuthorityTrust extends X509ExtendedTrustManager {
  private final X509Certificate authority;

  private SingleAuthorityTrust(X509Certificate authority) {
    this.authority = authority;
  }

  /** A context that trusts the authority in {@code pem}. */
  static SSLContext context(String pem) throws GeneralSecurityException {
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new SingleAuthorityTrust(certificate)}, null);
    return context;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    try {
      chain[0].checkValidity();
      chain[0].verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("it is not the MailDomain's own authority that signed it", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("nobody connects to the operator with a certificate");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {authority};
  }
}
