package io.mailhelm.smtp.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file for each domain: its policy's id, when it was fetched, and its text. Thread-safe. */
public final class StsFolder implements StsMemory {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9._-]{0,250}");
  private final Path folder;

  /**
   * @param folder in the server's data; it is made when something is kept
   */
  public StsFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<Kept> load(String domain) {
    if (!NAME.matcher(domain).matches()) {
      return Optional.empty();
    }
    try {
      var parts = Files.readString(folder.resolve(domain)).split("\n", 3);
      return parts.length == 3
          ? Optional.of(new Kept(parts[0], Instant.parse(parts[1]), parts[2]))
          : Optional.empty();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A reader sees the old one or the new one, never half of it. */
  @Override
  public void save(String domain, Kept kept) {
    if (!NAME.matcher(domain).matches()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      var part = Files.createTempFile(folder, "-", ".part");
      Files.writeString(part, kept.id() + "\n" + kept.fetchedAt() + "\n" + kept.policy());
      Files.move(part, folder.resolve(domain), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // it holds in memory; only a restart loses it
    }
  }

  @Override
  public void forget(String domain) {
    if (NAME.matcher(domain).matches()) {
      try {
        Files.deleteIfExists(folder.resolve(domain));
      } catch (IOException e) {
        // it runs out by itself
      }
    }
  }
}
