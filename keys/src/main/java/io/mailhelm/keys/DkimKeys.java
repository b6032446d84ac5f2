package io.mailhelm.keys;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Makes DKIM keys (RFC 6376, RFC 8463), and keeps those in a Secret in step with its ledger. */
public final class DkimKeys {
  private static final int RSA_BITS = 2048;

  private DkimKeys() {}

  /** The algorithm of a key, and the key's name in a Secret. */
  public enum Algorithm {
    /** RSA (RFC 6376 §3.3.1), with the length that RFC 8301 §3.2 asks for. */
    Rsa2048("rsa2048.key"),
    /** Ed25519 (RFC 8463). */
    Ed25519("ed25519.key");

    private final String entry;

    Algorithm(String entry) {
      this.entry = entry;
    }

    /** The name of its key in a Secret. */
    public String entry() {
      return entry;
    }
  }

  /**
   * One new key for each algorithm, in PKCS#8 PEM, by its name in a Secret: {@code rsa2048.key},
   * {@code ed25519.key}. An RSA key takes a good tenth of a second.
   */
  public static Map<String, byte[]> generate(Collection<Algorithm> algorithms) {
    var keys = new TreeMap<String, byte[]>();
    algorithms.forEach(algorithm -> keys.put(algorithm.entry, pem(algorithm)));
    return keys;
  }

  /**
   * The content of a Secret in step with its ledger. What needs no change stays equal, array by
   * array, so that a caller who compares writes only what is new.
   *
   * <p>A private key is made for a Pending key that has none. A key of a later stage that lost its
   * private key is removed from the ledger, because another one in its place would sign without
   * having been seen; the next step of the rotation makes its successor. Keys whose selector is not
   * in the ledger are removed. Entries that do not end in {@code .key} stay.
   *
   * @param secret its data
   * @param ledger the ledger that {@code Rotation.next} gave
   */
  public static Map<String, byte[]> keep(Map<String, byte[]> secret, DkimLedger ledger) {
    var keys =
        ledger.keys().stream()
            .filter(key -> key.stage() == DkimKey.Stage.Pending || has(secret, key.selector()))
            .toList();
    var kept = new TreeMap<>(secret);
    kept.keySet().removeIf(entry -> entry.endsWith(DkimLedger.SUFFIX));
    for (var key : keys) {
      kept.put(
          key.selector() + DkimLedger.SUFFIX,
          has(secret, key.selector())
              ? secret.get(key.selector() + DkimLedger.SUFFIX)
              : pem(algorithm(key.algorithm())));
    }
    var json = new DkimLedger(keys).bytes();
    if (!Arrays.equals(json, secret.get(DkimLedger.ENTRY))) { // else the same array stays
      kept.put(DkimLedger.ENTRY, json);
    }
    return kept;
  }

  /**
   * The keys, by selector, of a generated Secret that was made before there were ledgers or has
   * lost its own, for {@code Rotation.adopt}. Empty where there is a ledger.
   */
  public static Map<String, DkimKey.Algorithm> withoutLedger(Map<String, byte[]> secret) {
    var keys = new TreeMap<String, DkimKey.Algorithm>();
    if (!secret.containsKey(DkimLedger.ENTRY)) {
      for (var algorithm : DkimKey.Algorithm.values()) {
        var first = selector(algorithm(algorithm).entry);
        secret.keySet().stream()
            .filter(entry -> entry.endsWith(DkimLedger.SUFFIX))
            .map(DkimKeys::selector)
            .filter(name -> name.equals(first) || name.startsWith(first + "-"))
            .filter(name -> has(secret, name))
            .forEach(name -> keys.put(name, algorithm));
      }
    }
    return keys;
  }

  private static String selector(String entry) {
    return entry.substring(0, entry.length() - DkimLedger.SUFFIX.length());
  }

  private static boolean has(Map<String, byte[]> secret, String selector) {
    return secret.getOrDefault(selector + DkimLedger.SUFFIX, new byte[0]).length > 0;
  }

  private static Algorithm algorithm(DkimKey.Algorithm algorithm) {
    return switch (algorithm) {
      case Rsa -> Algorithm.Rsa2048;
      case Ed25519 -> Algorithm.Ed25519;
    };
  }

  private static byte[] pem(Algorithm algorithm) {
    try {
      var generator =
          switch (algorithm) {
            case Rsa2048 -> {
              var rsa = KeyPairGenerator.getInstance("RSA");
              rsa.initialize(RSA_BITS);
              yield rsa;
            }
            case Ed25519 -> KeyPairGenerator.getInstance("Ed25519");
          };
      var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return ("-----BEGIN PRIVATE KEY-----\n"
              + lines.encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has RSA and Ed25519", e);
    }
  }
}
