package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.live.Certificates;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Makes TLS engines for the certificates that are in force at the handshake. Thread-safe. */
public final class TlsContexts {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"}; // RFC 8996, RFC 8314 §4.1
  private volatile Made made = new Made(null, null);

  private record Made(Certificates certificates, SSLContext context) {}

  /** The server's side of one handshake: TLS 1.2 or later, the certificate by SNI. */
  public SSLEngine engine(Certificates certificates) {
    var current = made;
    if (current.certificates() != certificates) {
      current = new Made(certificates, context(certificates));
      made = current; // two threads may both make one: the later stays
    }
    var engine = current.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  private static SSLContext context(Certificates certificates) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new SniKeys(certificates)}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }
}
