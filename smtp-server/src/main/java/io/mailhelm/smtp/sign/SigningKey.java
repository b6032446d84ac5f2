package io.mailhelm.smtp.sign;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Algorithm;
import io.mailhelm.config.KeyPem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** A DKIM private key that signs, with its selector. Thread-safe. */
sealed interface SigningKey permits RsaKey, SigningKey.Ed25519 {
  /** The label of its record. */
  String selector();

  /** The {@code a=} tag. */
  String algorithm();

  /**
   * Signs canonical octets (RFC 6376 §3.7).
   *
   * @throws IllegalStateException when the platform cannot, which no input causes
   */
  byte[] sign(byte[] data);

  /** Why what it signed took longer than it need; empty where it did not. */
  default Optional<String> slowness() {
    return Optional.empty();
  }

  /**
   * Reads a key once, for many signatures.
   *
   * @throws IllegalArgumentException naming the key that cannot sign and why, never its content
   */
  static SigningKey of(DkimKey key, KeyPem pem) {
    try {
      var read = pem.readPrivateKey();
      return switch (key.algorithm()) {
        case Rsa -> RsaKey.of(key.selector(), read, RsaLibrary::get);
        case Ed25519 -> Ed25519.of(key.selector(), read);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(pem.name() + ": " + e.getMessage(), e);
    }
  }

  /** RFC 8463 §3: PureEdDSA over the SHA-256 of the data. By Bouncy Castle, many times faster. */
  record Ed25519(String selector, Ed25519PrivateKeyParameters key) implements SigningKey {
    static Ed25519 of(String selector, PrivateKey key) {
      try {
        if (PrivateKeyFactory.createKey(key.getEncoded())
            instanceof Ed25519PrivateKeyParameters ed25519) {
          return new Ed25519(selector, ed25519);
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("its private key cannot be read", e);
      }
      throw new IllegalArgumentException("it is no " + Algorithm.Ed25519 + " key");
    }

    @Override
    public String algorithm() {
      return "ed25519-sha256";
    }

    @Override
    public byte[] sign(byte[] data) {
      var hash = Sha256.digest().digest(data);
      var signer = new Ed25519Signer();
      signer.init(true, key);
      signer.update(hash, 0, hash.length);
      return signer.generateSignature();
    }
  }

  /** The hash of all of it. */
  final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
