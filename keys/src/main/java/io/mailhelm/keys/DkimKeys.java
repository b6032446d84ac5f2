package io.mailhelm.keys;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.PrivateKeyPem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Makes DKIM keys (RFC 6376, RFC 8463), and keeps those in a Secret in step with its ledger. */
public final class DkimKeys {
  private static final int RSA_BITS = 2048;

  private DkimKeys() {}

  /**
   * One new key of each algorithm, in PKCS#8 PEM, by its name in a Secret: {@code rsa2048.key},
   * {@code ed25519.key}. An RSA key takes a good tenth of a second.
   */
  public static Map<String, byte[]> generate() {
    var keys = new TreeMap<String, byte[]>();
    for (var algorithm : DkimKey.Algorithm.values()) {
      keys.put(algorithm.selector() + DkimLedger.SUFFIX, pem(algorithm));
    }
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
              : pem(key.algorithm()));
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
        var first = algorithm.selector();
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

  private static byte[] pem(DkimKey.Algorithm algorithm) {
    try {
      var generator =
          switch (algorithm) {
            case Rsa -> {
              var rsa = KeyPairGenerator.getInstance("RSA");
              rsa.initialize(RSA_BITS);
              yield rsa;
            }
            case Ed25519 -> KeyPairGenerator.getInstance("Ed25519");
          };
      return PrivateKeyPem.write(generator.generateKeyPair().getPrivate().getEncoded())
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has RSA and Ed25519", e);
    }
  }
}
