package io.mailhelm.smtp.sign;

import io.mailhelm.config.DkimKey.Algorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A signing key for RSA (RFC 6376 §3.3.1). It signs by {@link RsaLibrary} where that is there, else
 * by Java's own provider, which is faster than Bouncy Castle's with the CRT numbers of the key. A
 * {@link Signature} kept for the next message gains nothing beside the exponents.
 */
final class RsaKey implements SigningKey {
  private static final int LEAST_BITS = 1_024; // RFC 8301 §3.2
  private final String selector;
  private final RSAPrivateCrtKey key;
  private final Supplier<RsaLibrary> libraries;

  /** Made with the first signature; made twice where two come at once. */
  private volatile Way way;

  /** What signs: the library, where it is there, and the key in its form. */
  private record Way(Optional<RsaLibrary> library, PrivateKey key) {
    Signature begin() throws GeneralSecurityException {
      var signature =
          library.isPresent() ? library.get().signature() : Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      return signature;
    }
  }

  private RsaKey(String selector, RSAPrivateCrtKey key, Supplier<RsaLibrary> libraries) {
    this.selector = selector;
    this.key = key;
    this.libraries = libraries;
  }

  /**
   * @param libraries asked with the first signature
   * @throws IllegalArgumentException when it cannot sign
   */
  static RsaKey of(String selector, PrivateKey key, Supplier<RsaLibrary> libraries) {
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw new IllegalArgumentException("it is no " + Algorithm.Rsa + " key with its primes");
    }
    if (rsa.getModulus().bitLength() < LEAST_BITS) {
      throw new IllegalArgumentException(
          "an RSA key that signs mail has 1024 bits or more; 2048 is what verifiers expect");
    }
    return new RsaKey(selector, rsa, libraries);
  }

  @Override
  public String selector() {
    return selector;
  }

  @Override
  public String algorithm() {
    return "rsa-sha256";
  }

  @Override
  public byte[] sign(byte[] data) {
    try {
      var signature = way().begin();
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA signing failed", e);
    }
  }

  private Way way() {
    var known = way;
    if (known == null) {
      var library = libraries.get();
      known =
          library
              .translate(key)
              .map(own -> new Way(Optional.of(library), own))
              .orElseGet(() -> new Way(Optional.empty(), key));
      way = known;
    }
    return known;
  }

  @Override
  public Optional<String> slowness() {
    return Optional.ofNullable(way).flatMap(_ -> libraries.get().absence());
  }
}
