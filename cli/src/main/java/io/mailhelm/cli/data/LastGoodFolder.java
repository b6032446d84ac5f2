package io.mailhelm.cli.data;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the config that ran last, part by part in the form that a cluster keeps it in. One thread
 * at a time.
 */
public final class LastGoodFolder {
  private final Path folder;

  public LastGoodFolder(DataFolder data) throws IOException {
    this.folder = data.config();
  }

  /** The kept config; empty on a first start, and when it can no longer be used. */
  public Optional<ServerConfig> read() throws IOException {
    var parts = new TreeMap<String, byte[]>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        parts.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    try {
      return Optional.of(new ConfigDocument(parts).config());
    } catch (IncompleteDocumentException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Keeps {@code config}. Only parts that differ are written, the index last; a crash in between
   * leaves parts that do not match and count as none, after which declarations are compiled without
   * a last good config.
   */
  public void write(ServerConfig config) throws IOException {
    var parts = ConfigDocument.of(config).parts();
    for (var part : parts.entrySet()) {
      if (!part.getKey().equals(ConfigDocument.INDEX)) {
        writeIfChanged(part.getKey(), part.getValue());
      }
    }
    writeIfChanged(ConfigDocument.INDEX, parts.get(ConfigDocument.INDEX));
    try (var files = Files.list(folder)) {
      for (var file :
          files.filter(file -> !parts.containsKey(file.getFileName().toString())).toList()) {
        Files.delete(file);
      }
    }
  }

  private void writeIfChanged(String name, byte[] content) throws IOException {
    var file = folder.resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      PrivateFile.write(file, content);
    }
  }
}
