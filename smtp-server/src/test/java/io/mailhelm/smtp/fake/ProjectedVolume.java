package io.mailhelm.smtp.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;

/**
 * A volume as the kubelet writes it: all files in a folder of its own, {@code ..data} turned to it
 * by a rename, the file names links through {@code ..data}, the folder before removed.
 */
public final class ProjectedVolume {
  private final Path mount;
  private int updates;

  /**
   * @param mount made where it is missing
   */
  public ProjectedVolume(Path mount) {
    this.mount = mount;
    try {
      Files.createDirectories(mount);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is mounted. */
  public Path mount() {
    return mount;
  }

  /** Replaces everything in it, atomically. */
  public void write(Map<String, byte[]> files) {
    try {
      var now = Files.createDirectory(mount.resolve("..2026_11_23_" + ++updates));
      for (var file : files.entrySet()) {
        Files.write(now.resolve(file.getKey()), file.getValue());
      }
      var link = mount.resolve("..data");
      var before = Files.exists(link) ? link.toRealPath() : null;
      var temporary = mount.resolve("..data_tmp");
      Files.createSymbolicLink(temporary, now.getFileName());
      Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
      link(files);
      if (before != null) {
        delete(before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void link(Map<String, byte[]> files) throws IOException {
    for (var name : files.keySet()) {
      var visible = mount.resolve(name);
      if (!Files.isSymbolicLink(visible)) {
        Files.createSymbolicLink(visible, Path.of("..data", name));
      }
    }
    try (var present = Files.list(mount)) {
      for (var visible : present.toList()) {
        var name = visible.getFileName().toString();
        if (!name.startsWith("..") && !files.containsKey(name)) {
          Files.delete(visible);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
