package io.mailhelm.cli.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits until something in a set of folders changes. One thread waits; {@link #close} may come from
 * any.
 */
public final class FolderWatch implements AutoCloseable {
  /** The time after the first change for the rest of a save: editors write, rename and delete. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  /** The most such times in all: something may be writing here without end. */
  private static final int MOST_SETTLES = 4;

  /**
   * How often folders are compared. When another folder takes the place of one (a checkout is moved
   * in, a link is changed), the old one reports nothing.
   */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final WatchService service;
  private final Map<Path, Watched> watched = new HashMap<>();

  /**
   * @param identity the identity of the folder, whatever is at its path later
   */
  private record Watched(WatchKey key, Object identity) {}

  public FolderWatch() throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
  }

  /**
   * Watches exactly these folders from now on; those that do not exist are skipped.
   *
   * @return whether one is watched that was not before: what was read from it may be stale
   */
  public boolean watch(Collection<Path> folders) throws IOException {
    var wanted = new HashSet<>(folders);
    watched
        .entrySet()
        .removeIf(
            entry -> {
              var gone =
                  !wanted.contains(entry.getKey())
                      || !entry.getValue().key().isValid()
                      || isReplaced(entry.getKey(), entry.getValue());
              if (gone) {
                entry.getValue().key().cancel();
              }
              return gone;
            });
    var added = false;
    for (var folder : wanted) {
      if (!watched.containsKey(folder) && Files.isDirectory(folder)) {
        watched.put(
            folder,
            new Watched(
                folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE),
                identity(folder).orElse(folder)));
        added = true;
      }
    }
    return added;
  }

  /**
   * Returns when something changed and the change has settled, or after {@code longest}.
   *
   * @return false once the watch is closed
   */
  public boolean await(Duration longest) throws InterruptedException {
    try {
      var key = first(longest);
      for (int settles = 1; key != null; settles++) {
        key.pollEvents();
        // Every key that was taken: one that is not reset tells of nothing ever again.
        key.reset();
        key =
            settles <= MOST_SETTLES ? service.poll(SETTLE.toMillis(), TimeUnit.MILLISECONDS) : null;
      }
      return true;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  /** The first change; null when there was none, or none that a key reports. */
  private WatchKey first(Duration longest) throws InterruptedException {
    var end = System.nanoTime() + longest.toNanos();
    while (true) {
      var key = service.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null || System.nanoTime() - end >= 0 || isAnyReplaced()) {
        return key;
      }
    }
  }

  private boolean isAnyReplaced() {
    return watched.entrySet().stream()
        .anyMatch(entry -> isReplaced(entry.getKey(), entry.getValue()));
  }

  /**
   * Whether another folder has taken this one's place. One that is only gone has reported that
   * itself.
   */
  private static boolean isReplaced(Path folder, Watched before) {
    return identity(folder).filter(now -> !now.equals(before.identity())).isPresent();
  }

  private static Optional<Object> identity(Path folder) {
    try {
      return Optional.ofNullable(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
