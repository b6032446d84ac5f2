package io.mailhelm.cli.data;

import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.watch.KeyStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The {@link KeyStore} of one domain's generated keys in {@code DATA/keys}. Thread-safe. */
public final class FolderKeyStore implements KeyStore {
  private final SigningKeys keys;
  private final SecretName name;
  private final Writing writing;

  /** Runs one write at a time. */
  @FunctionalInterface
  public interface Writing {
    /**
     * Runs a write while nobody else writes.
     *
     * @return its result; false where no more is written
     */
    boolean exclusively(Write write) throws IOException;
  }

  /** A write. */
  @FunctionalInterface
  public interface Write {
    /** Writes, and says whether it did. */
    boolean run() throws IOException;
  }

  /**
   * @param name the name that their Secret would have
   */
  public FolderKeyStore(SigningKeys keys, SecretName name, Writing writing) {
    this.keys = keys;
    this.name = name;
    this.writing = writing;
  }

  @Override
  public Content read() throws IOException {
    var data = keys.read(name);
    return new Content(data, version(data));
  }

  @Override
  public boolean replace(Content expected, Map<String, byte[]> next) throws IOException {
    return writing.exclusively(
        () -> {
          if (!read().version().equals(expected.version())) {
            return false;
          }
          keys.keep(name, next);
          return true;
        });
  }

  /** The version of such content: a SHA-256 of it. */
  public static String version(Map<String, byte[]> data) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(data)
          .forEach(
              (entry, content) -> {
                for (var part : new byte[][] {entry.getBytes(StandardCharsets.UTF_8), content}) {
                  digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
                  digest.update(part);
                }
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
