package io.mailhelm.watch;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where the generated keys of one domain are, with their ledger ({@link
 * io.mailhelm.config.DkimLedger}). It is replaced only as it was read, so no key is ever lost.
 * Thread-safe.
 */
public interface KeyStore {
  /** What is in it, as far as is known here. */
  Content read() throws IOException;

  /**
   * Replaces what is in it.
   *
   * @return whether it is written; else it holds something else than was expected by now, or is
   *     gone, and nothing was written
   */
  boolean replace(Content expected, Map<String, byte[]> next) throws IOException;

  /**
   * What is in a store.
   *
   * @param data private keys and the ledger, by their entry in a Secret
   * @param version another one whenever the data are others
   */
  record Content(Map<String, byte[]> data, String version) {
    public Content {
      data = new TreeMap<>(data);
      Objects.requireNonNull(version);
    }

    /** Whether this is what it holds, octet by octet. */
    boolean holds(Map<String, byte[]> other) {
      return data.keySet().equals(other.keySet())
          && data.keySet().stream()
              .allMatch(entry -> Arrays.equals(data.get(entry), other.get(entry)));
    }
  }
}
