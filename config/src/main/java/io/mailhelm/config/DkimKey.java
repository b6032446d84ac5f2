package io.mailhelm.config;

import java.util.Locale;
import java.util.Objects;

/**
 * A DKIM key of a domain (RFC 6376), with its public part.
 *
 * @param selector the label of its record, {@code <selector>._domainkey.<domain>}
 * @param stage the stage of its life
 * @param publicKey base64, as {@code p=} of its record; empty in a config of an earlier format that
 *     did not have it
 * @param key name of the {@link KeyPem} that has the private key; it is there while the key is
 *     {@link Stage#Active} and has no certificates
 */
public record DkimKey(
    String selector, Algorithm algorithm, Stage stage, String publicKey, String key) {
  public DkimKey {
    Objects.requireNonNull(selector);
    Objects.requireNonNull(algorithm);
    Objects.requireNonNull(stage);
    Objects.requireNonNull(publicKey);
    Objects.requireNonNull(key);
  }

  /** Whether it signs. */
  public boolean signs() {
    return stage == Stage.Active;
  }

  /** Its TXT record (RFC 6376 §3.6.1). */
  public String record() {
    return "v=DKIM1; k=%s; p=%s".formatted(algorithm.name().toLowerCase(Locale.ROOT), publicKey);
  }

  /** The algorithm of a signature. */
  public enum Algorithm {
    /** {@code rsa-sha256} (RFC 6376 §3.3.1). */
    Rsa("rsa2048"),
    /** {@code ed25519-sha256} (RFC 8463). */
    Ed25519("ed25519");

    private final String selector;

    Algorithm(String selector) {
      this.selector = selector;
    }

    /**
     * What selectors of generated keys begin with; the first key's is no more than that. An RSA key
     * that is generated has 2048 bits.
     */
    public String selector() {
      return selector;
    }
  }

  /** The stages in the life of a key. */
  public enum Stage {
    /** Its record is to be published; it does not sign. */
    Pending,
    /** Its record is seen everywhere, and it signs. */
    Active,
    /** It no longer signs; its record stays for mail that is still on its way. */
    Retiring,
    /** Its record may be removed; the private key is kept for a while. */
    Retired
  }
}
