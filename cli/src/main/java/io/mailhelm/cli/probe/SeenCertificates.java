package io.mailhelm.cli.probe;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A trust manager that accepts any certificate, and remembers what was presented and whether this
 * machine would have trusted it. A probe reports on certificates; it must not fail because of them.
 */
final class SeenCertificates extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager system;
  private Optional<X509Certificate> leaf = Optional.empty();
  private boolean trusted;

  SeenCertificates() {
    this(trust(Optional.empty()));
  }

  /**
   * @param authorities decides what would be trusted
   */
  SeenCertificates(X509ExtendedTrustManager authorities) {
    this.system = authorities;
  }

  /** The server's own certificate. */
  Optional<X509Certificate> leaf() {
    return leaf;
  }

  /**
   * Whether this machine trusts it: a known authority signed it, and it is for the name that was
   * asked.
   */
  boolean trusted() {
    return trusted;
  }

  SSLSocketFactory sockets() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {this}, null);
    return context.getSocketFactory();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    leaf = Arrays.stream(chain).findFirst();
    try {
      system.checkServerTrusted(chain, authType, socket);
      trusted = true;
    } catch (CertificateException e) {
      trusted = false;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    leaf = Arrays.stream(chain).findFirst();
    try {
      system.checkServerTrusted(chain, authType);
      trusted = true;
    } catch (CertificateException e) {
      trusted = false;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("a probe is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("a probe is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a probe is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** A trust manager with the authorities of a store, or with those of this machine. */
  static X509ExtendedTrustManager trust(Optional<KeyStore> store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store.orElse(null));
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no usable trust store", e);
    }
  }
}
