package io.mailhelm.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Has native libraries unpacked below the data folder. A process that dies leaves them behind, a
 * megabyte each time; in the machine's temporary folder nobody would ever remove them.
 */
public final class NativeLibraries {
  /** The system property that tells SQLite's driver where to unpack its library. */
  private static final String SQLITE = "org.sqlite.tmpdir";

  private NativeLibraries() {}

  /**
   * Removes what dead processes left, and has this one unpack there. To be called before the first
   * database is opened, while holding the folder's lock.
   */
  public static void prepare(DataFolder data) throws IOException {
    var folder = data.libraries();
    clear(folder);
    if (System.getProperty(SQLITE) == null) {
      System.setProperty(SQLITE, folder.toString());
    }
  }

  private static void clear(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
