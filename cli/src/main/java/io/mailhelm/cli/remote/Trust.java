package io.mailhelm.cli.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Decides which certificates of a server are trusted. */
final class Trust {
  /** The kind of a DNS name among a certificate's names (RFC 5280 §4.2.1.6). */
  private static final int DNS_NAME = 2;

  private static final String NONE =
      "the authority of the server's certificate is no certificate in PEM";

  private Trust() {}

  /** Sockets that trust certificates of one authority alone. */
  static SSLSocketFactory in(String authority) throws IOException {
    try {
      var pem = new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII));
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + number++, each);
      }
      if (number == 0) {
        throw new IllegalArgumentException(NONE);
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (CertificateException e) {
      throw new IllegalArgumentException(NONE, e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has X.509 and TLS", e);
    }
  }

  /** Accepts a certificate for {@code name} although the URL names another host. */
  static HostnameVerifier named(String name) {
    return (host, session) -> isFor(name, session);
  }

  private static boolean isFor(String name, SSLSession session) {
    try {
      var names = ((X509Certificate) session.getPeerCertificates()[0]).getSubjectAlternativeNames();
      return names != null && names.stream().anyMatch(each -> List.of(DNS_NAME, name).equals(each));
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return false;
    }
  }
}
