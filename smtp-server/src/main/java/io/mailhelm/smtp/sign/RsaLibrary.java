package io.mailhelm.smtp.sign;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Loads Amazon's Corretto Crypto Provider, a native library that makes three to four RSA signatures
 * while Java makes one. It is asked for by name and never installed: everything else keeps to
 * Java's own. Where it cannot be loaded (another architecture, a C library other than glibc, no
 * folder to unpack it to) Java signs.
 *
 * <p>It is loaded with the first signature, which takes 0.2 CPU s: a server that signs nothing does
 * without. Thread-safe.
 */
final class RsaLibrary {
  /** By a platform thread: a virtual thread that waits for it must not occupy its carrier. */
  private static final class Load {
    private static final CompletableFuture<RsaLibrary> FUTURE = new CompletableFuture<>();

    static {
      Thread.ofPlatform()
          .daemon()
          .name("rsa-library")
          .start(() -> FUTURE.complete(load(RsaLibrary::corretto)));
    }
  }

  private final Optional<Provider> provider;
  private final String absence;

  private RsaLibrary(Optional<Provider> provider, String absence) {
    this.provider = provider;
    this.absence = absence;
  }

  /** The one of this process; the first call waits until it is loaded. */
  static RsaLibrary get() {
    return Load.FUTURE.join();
  }

  /**
   * What a provider's code makes of it.
   *
   * @param found fails, in any way, where it cannot be loaded
   */
  static RsaLibrary load(Supplier<Provider> found) {
    try {
      return new RsaLibrary(Optional.of(found.get()), "");
    } catch (RuntimeException | LinkageError | AssertionError e) {
      return new RsaLibrary(Optional.empty(), e.toString());
    }
  }

  private static Provider corretto() {
    var provider = AmazonCorrettoCryptoProvider.INSTANCE;
    if (provider.getLoadingError() != null) {
      throw new IllegalStateException(provider.getLoadingError());
    }
    return provider;
  }

  /** Why it is not there, if it is not. */
  Optional<String> absence() {
    return provider.isPresent() ? Optional.empty() : Optional.of(absence);
  }

  /** The key in the library's own form; empty where it is not there or does not take such a key. */
  Optional<PrivateKey> translate(Key key) {
    if (provider.isEmpty()) {
      return Optional.empty();
    }
    try {
      var own = KeyFactory.getInstance("RSA", provider.get()).translateKey(key);
      Signature.getInstance("SHA256withRSA", provider.get()).initSign((PrivateKey) own);
      return Optional.of((PrivateKey) own);
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** SHA256withRSA, for a key that {@link #translate} gave. */
  Signature signature() throws GeneralSecurityException {
    return Signature.getInstance("SHA256withRSA", provider.orElseThrow());
  }
}
