package io.mailhelm.config;

import java.util.Objects;

/**
 * A private key and its certificates as PEM, in a key shard and nowhere else.
 *
 * @param name what the config calls it, e.g. {@code tls/example-com}
 * @param certificates the chain, leaf first (RFC 8446 §4.4.2)
 * @param privateKey PKCS #8, PKCS #1 or SEC 1
 */
public record KeyPem(String name, String certificates, String privateKey) {
  public KeyPem {
    Objects.requireNonNull(name);
    Objects.requireNonNull(certificates);
    Objects.requireNonNull(privateKey);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "KeyPem[" + name + "]";
  }
}
