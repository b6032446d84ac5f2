package io.mailhelm.smtp.send;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Aborts an attempt from another thread, by closing the socket that it waits for. Thread-safe. */
final class Abort {
  private Optional<Closeable> current = Optional.empty();
  private boolean aborted;

  /** Says what is to be closed on abort; closes it at once where the attempt was aborted before. */
  synchronized void closes(Closeable socket) {
    current = Optional.of(socket);
    if (aborted) {
      closeQuietly(socket);
    }
  }

  synchronized void now() {
    aborted = true;
    current.ifPresent(Abort::closeQuietly);
  }

  synchronized boolean isDone() {
    return aborted;
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
