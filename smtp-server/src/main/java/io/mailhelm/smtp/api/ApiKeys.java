package io.mailhelm.smtp.api;

import io.mailhelm.config.KeyPem;
import io.mailhelm.smtp.live.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The key and certificate of the APIs, whatever a client asks for. A new one is shown from the next
 * handshake on; connections that are open go on. Thread-safe.
 */
public final class ApiKeys extends X509ExtendedKeyManager {
  /** The newest first; the one before stays for handshakes that have begun with it. */
  private volatile List<Shown> shown;

  /**
   * @param alias never used for another pair: between the choice of an alias and the signature the
   *     pair may be replaced
   */
  private record Shown(String alias, int count, Identity identity) {
    static Shown of(int count, KeyPem pem) {
      return new Shown("api-" + count, count, Identity.of(pem));
    }
  }

  /**
   * @throws IllegalArgumentException saying why the pair cannot be used, never its content
   */
  public ApiKeys(KeyPem first) {
    shown = List.of(Shown.of(1, first));
  }

  /**
   * Shows {@code next} from now on. One thread at a time.
   *
   * @throws IllegalArgumentException as the constructor; what was shown before goes on
   */
  public void replace(KeyPem next) {
    var before = shown.getFirst();
    shown = List.of(Shown.of(before.count() + 1, next), before);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    var newest = shown.getFirst();
    return newest.identity().fits(keyType) ? newest.alias() : null;
  }

  private Optional<Identity> byAlias(String alias) {
    return shown.stream()
        .filter(each -> each.alias().equals(alias))
        .map(Shown::identity)
        .findFirst();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return byAlias(alias).map(identity -> identity.chain().clone()).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return byAlias(alias).map(Identity::key).orElse(null);
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
