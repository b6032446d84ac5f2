package io.mailhelm.smtp.live;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A key manager for TLS engines of the server's side. Subclasses choose which alias a client gets.
 */
public abstract class TlsIdentityKeys extends X509ExtendedKeyManager {
  /** The identity of that alias. */
  protected abstract Optional<TlsIdentity> byAlias(String alias);

  @Override
  public final X509Certificate[] getCertificateChain(String alias) {
    return byAlias(alias).map(identity -> identity.chain().clone()).orElse(null);
  }

  @Override
  public final PrivateKey getPrivateKey(String alias) {
    return byAlias(alias).map(TlsIdentity::key).orElse(null);
  }

  @Override
  public final String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public final String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public final String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public final String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
