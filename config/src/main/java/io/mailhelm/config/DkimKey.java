package io.mailhelm.config;

import java.util.Objects;

/**
 * A key that signs a domain's mail (RFC 6376).
 *
 * @param selector the label of its record, {@code <selector>._domainkey.<domain>}
 * @param key name of the {@link KeyPem} that has it; that one has no certificates
 */
public record DkimKey(String selector, Algorithm algorithm, String key) {
  public DkimKey {
    Objects.requireNonNull(selector);
    Objects.requireNonNull(algorithm);
    Objects.requireNonNull(key);
  }

  /** What signs. */
  public enum Algorithm {
    /** {@code rsa-sha256} (RFC 6376 §3.3.1). */
    Rsa,
    /** {@code ed25519-sha256} (RFC 8463). */
    Ed25519
  }
}
