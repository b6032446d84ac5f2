package io.mailhelm.smtp.sign;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Algorithm;
import io.mailhelm.config.KeyPem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** A key that signs, and its selector. Thread-safe. */
sealed interface SigningKey {
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

  /**
   * Reads a key once, for many signatures.
   *
   * @throws IllegalArgumentException naming the key that cannot sign and why, never its content
   */
  static SigningKey of(DkimKey key, KeyPem pem) {
    try {
      var read = pem.readPrivateKey();
      return switch (key.algorithm()) {
        case Rsa -> Rsa.of(key.selector(), read);
        case Ed25519 -> Ed25519.of(key.selector(), read);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(pem.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * RFC 6376 §3.3.1, by the platform's provider: faster than Bouncy Castle's with the CRT numbers
   * of the key. A {@link Signature} kept for the next message gains nothing beside the exponents.
   */
  record Rsa(String selector, RSAPrivateCrtKey key) implements SigningKey {
    private static final int LEAST_BITS = 1_024; // RFC 8301 §3.2

    static Rsa of(String selector, PrivateKey key) {
      if (!(key instanceof RSAPrivateCrtKey rsa)) {
        throw new IllegalArgumentException("it is no " + Algorithm.Rsa + " key with its primes");
      }
      if (rsa.getModulus().bitLength() < LEAST_BITS) {
        throw new IllegalArgumentException(
            "an RSA key that signs mail has 1024 bits or more; 2048 is what verifiers expect");
      }
      return new Rsa(selector, rsa);
    }

    @Override
    public String algorithm() {
      return "rsa-sha256";
    }

    @Override
    public byte[] sign(byte[] data) {
      try {
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(data);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("RSA signing failed", e);
      }
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
