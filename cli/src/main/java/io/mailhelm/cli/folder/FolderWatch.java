package io.mailhelm.cli.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Waits until something in a set of folders changes. One thread waits; {@link #close} may come from
 * any.
 */
public final class FolderWatch implements AutoCloseable {
  /** After the first change, so long for the rest of a save: editors write, rename and delete. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  /** But no longer than this in all: something may be writing here without end. */
  private static final int MOST_SETTLES = 4;

  private final WatchService service;
  private final Map<Path, WatchKey> watched = new HashMap<>();

  public FolderWatch() throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
  }

  /**
   * Watches exactly these folders from now on; those that are not there are passed over.
   *
   * @return whether one is watched now that was not: what was read of it before may be stale
   */
  public boolean watch(Collection<Path> folders) throws IOException {
    var wanted = new HashSet<>(folders);
    watched
        .entrySet()
        .removeIf(
            entry -> {
              var gone = !wanted.contains(entry.getKey()) || !entry.getValue().isValid();
              if (gone) {
                entry.getValue().cancel();
              }
              return gone;
            });
    var added = false;
    for (var folder : wanted) {
      if (!watched.containsKey(folder) && Files.isDirectory(folder)) {
        watched.put(
            folder,
            folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE));
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
      var key = service.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
      for (int settles = 0; key != null && settles < MOST_SETTLES; settles++) {
        key.pollEvents();
        key.reset();
        key = service.poll(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
