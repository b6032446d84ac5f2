package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.live.TlsIdentities;
import io.mailhelm.smtp.wire.TlsAlgorithms;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Makes TLS engines that use the certificates of the config that runs at the handshake.
 * Thread-safe.
 */
public final class TlsContexts {
  private volatile Made made = new Made(null, null);

  private record Made(TlsIdentities certificates, SSLContext context) {}

  /** The server's side of one handshake: TLS 1.2 or later, the certificate by SNI. */
  public SSLEngine engine(TlsIdentities certificates) {
    var current = made;
    if (current.certificates() != certificates) {
      current = new Made(certificates, context(certificates));
      made = current; // two threads may both make one: the later stays
    }
    return TlsAlgorithms.accepting(current.context());
  }

  private static SSLContext context(TlsIdentities certificates) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new SniKeys(certificates)}, null, null);
      TlsAlgorithms.bound(context.getServerSessionContext());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }
}
