package io.mailhelm.smtp.listen;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.live.Certificates;
import io.mailhelm.smtp.live.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows a client the certificate of the name it asks for (SNI, RFC 6066 §3). */
final class SniKeys extends X509ExtendedKeyManager {
  private final Certificates certificates;

  SniKeys(Certificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return identity(engine)
        .filter(identity -> identity.fits(keyType))
        .map(Identity::name)
        .orElse(null);
  }

  private Optional<Identity> identity(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (var name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return certificates.forName(domain(host.getAsciiName()));
        }
      }
    }
    return certificates.forName(Optional.empty());
  }

  private static Optional<DomainName> domain(String name) {
    try {
      return Optional.of(DomainName.of(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return certificates.byKey(alias).map(identity -> identity.chain().clone()).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return certificates.byKey(alias).map(Identity::key).orElse(null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
