package io.mailhelm.smtp.api;

import io.mailhelm.config.KeyPem;
import io.mailhelm.smtp.live.TlsIdentity;
import io.mailhelm.smtp.live.TlsIdentityKeys;
import io.mailhelm.smtp.wire.TlsAlgorithms;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * The key and certificate of the APIs, the same for every host name a client asks for. A new pair
 * is used from the next handshake on; open connections go on with theirs. Thread-safe.
 */
public final class ApiKeys extends TlsIdentityKeys {
  /** The newest first; the one before stays for handshakes that have begun with it. */
  private volatile List<Shown> shown;

  /**
   * @param alias never used for another pair: between the choice of an alias and the signature the
   *     pair may be replaced
   */
  private record Shown(String alias, int count, TlsIdentity identity) {
    static Shown of(int count, KeyPem pem) {
      return new Shown("api-" + count, count, TlsIdentity.of(pem));
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
    boolean shows = newest.identity().fits(keyType) && !TlsAlgorithms.namesTooMany(engine);
    return shows ? newest.alias() : null;
  }

  @Override
  protected Optional<TlsIdentity> byAlias(String alias) {
    return shown.stream()
        .filter(each -> each.alias().equals(alias))
        .map(Shown::identity)
        .findFirst();
  }
}
