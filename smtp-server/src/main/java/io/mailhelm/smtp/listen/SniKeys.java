package io.mailhelm.smtp.listen;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.live.TlsIdentities;
import io.mailhelm.smtp.live.TlsIdentity;
import io.mailhelm.smtp.live.TlsIdentityKeys;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;

/** Selects the certificate for the host name that a client asks for (SNI, RFC 6066 §3). */
final class SniKeys extends TlsIdentityKeys {
  private final TlsIdentities certificates;

  SniKeys(TlsIdentities certificates) {
    this.certificates = certificates;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return identity(engine)
        .filter(identity -> identity.fits(keyType))
        .map(TlsIdentity::name)
        .orElse(null);
  }

  private Optional<TlsIdentity> identity(SSLEngine engine) {
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
  protected Optional<TlsIdentity> byAlias(String alias) {
    return certificates.byKey(alias);
  }
}
