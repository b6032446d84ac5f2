package io.mailhelm.watch;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Stores the generated keys of one domain with their ledger ({@link
 * io.mailhelm.config.DkimLedger}). Its content is replaced only if it is still as it was read, so
 * that no key is ever lost. Thread-safe.
 */
public interface KeyStore {
  /** Its content, as far as is known here. */
  Content read() throws IOException;

  /**
   * Replaces its content.
   *
   * @return whether it was written; false: the content is no longer the expected one, or is gone,
   *     and nothing was written
   */
  boolean replace(Content expected, Map<String, byte[]> next) throws IOException;

  /**
   * The content of a store.
   *
   * @param data private keys and the ledger, by their entry in a Secret
   * @param version a value that changes whenever the data change
   */
  record Content(Map<String, byte[]> data, String version) {
    public Content {
      data = new TreeMap<>(data);
      Objects.requireNonNull(version);
    }

    /** Whether its data are these, octet by octet. */
    boolean holds(Map<String, byte[]> other) {
      return data.keySet().equals(other.keySet())
          && data.keySet().stream()
              .allMatch(entry -> Arrays.equals(data.get(entry), other.get(entry)));
    }
  }
}
