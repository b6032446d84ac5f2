package io.mailhelm.smtp.live;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches mounted volumes: waits until something in them may have changed. One thread waits; {@link
 * #close} may come from any.
 */
public final class MountWatch implements AutoCloseable {
  private final WatchService service;

  /**
   * @throws IOException when one of the folders is not there
   */
  public MountWatch(List<Path> folders) throws IOException {
    service = FileSystems.getDefault().newWatchService();
    for (var folder : folders) {
      folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
    }
  }

  /**
   * Returns as soon as something is written, or after {@code longest}: not every file system tells
   * of changes.
   *
   * @return false once the watch is closed
   */
  public boolean await(Duration longest) throws InterruptedException {
    try {
      var key = service.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
      while (key != null) {
        forget(key);
        key = service.poll();
      }
      return true;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  /** Looking again tells more than the events do; a key that is not reset would tell no more. */
  private static void forget(WatchKey key) {
    key.pollEvents();
    key.reset();
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
