package io.mailhelm.config;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.Objects;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A private key and its certificates as PEM, which occur in a key shard and nowhere else.
 *
 * @param name its name in the config, e.g. {@code tls/example-com}
 * @param certificates the chain, leaf first (RFC 8446 §4.4.2)
 * @param privateKey PKCS #8, PKCS #1 or SEC 1
 */
public record KeyPem(String name, String certificates, String privateKey) {
  private static final String NO_KEY =
      "its private key is no unencrypted PKCS #8, PKCS #1 or SEC 1 PEM";

  public KeyPem {
    Objects.requireNonNull(name);
    Objects.requireNonNull(certificates);
    Objects.requireNonNull(privateKey);
  }

  /**
   * Reads the private key.
   *
   * @throws IllegalArgumentException when it is not a private key, or is encrypted; the message
   *     does not quote it
   */
  public PrivateKey readPrivateKey() {
    try (var parser = new PEMParser(new StringReader(privateKey))) {
      var converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case null, default -> throw new IllegalArgumentException(NO_KEY);
      };
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(NO_KEY, e);
    }
  }

  /** Never contains the key. */
  @Override
  public String toString() {
    return "KeyPem[" + name + "]";
  }
}
