package io.mailhelm.smtp.listen;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.live.Certificates;
import io.mailhelm.smtp.live.Identity;
import io.mailhelm.smtp.live.IdentityKeys;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;

/** Shows a client the certificate of the name it asks for (SNI, RFC 6066 §3). */
final class SniKeys extends IdentityKeys {
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
  protected Optional<Identity> byAlias(String alias) {
    return certificates.byKey(alias);
  }
}
