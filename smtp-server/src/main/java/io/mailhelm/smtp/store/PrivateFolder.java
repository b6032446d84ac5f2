package io.mailhelm.smtp.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes folders that only their owner may enter: mode 0700. */
public final class PrivateFolder {
  private PrivateFolder() {}

  /**
   * Makes the folder, and those above it, where they are missing.
   *
   * @throws IOException where something else is in its place, with what to do
   */
  public static void ensure(Path folder) throws IOException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      var met = Path.of(e.getFile());
      throw new IOException(
          (Files.isSymbolicLink(met)
              ? "%s is a link to %s, which is no folder: make that folder there (or mount what should be there), or remove the link"
                  .formatted(met, Files.readSymbolicLink(met))
              : "%s is no folder, and must be one: move it away".formatted(met)),
          e);
    }
  }
}
