package io.mailhelm.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Makes keys that sign mail (RFC 6376, RFC 8463). */
public final class DkimKeys {
  private static final int RSA_BITS = 2048;

  private DkimKeys() {}

  /** What signs, and under which name its key is in a Secret. */
  public enum Algorithm {
    /** RFC 6376 §3.3.1, with the length RFC 8301 §3.2 asks for. */
    Rsa2048("rsa2048.key"),
    /** RFC 8463. */
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

  /** {@code there}, and a new key for each algorithm that has none in it or an empty one. */
  public static Map<String, byte[]> complete(
      Map<String, byte[]> there, Collection<Algorithm> algorithms) {
    var missing =
        algorithms.stream()
            .filter(algorithm -> there.getOrDefault(algorithm.entry, new byte[0]).length == 0)
            .toList();
    var all = new TreeMap<>(there);
    all.putAll(generate(missing));
    return all;
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
