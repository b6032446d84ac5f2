package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.MailStoreException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remembers whether it was said that the store cannot be written, so that it is said once while it
 * lasts, and not by each worker. Thread-safe.
 */
final class StoreFaults {
  private final AtomicBoolean said = new AtomicBoolean();

  /** Whether a fault is the store's, which time may mend. */
  static boolean isStores(Throwable fault) {
    return fault instanceof MailStoreException || fault instanceof UncheckedIOException;
  }

  /** Whether to tell of a fault; of the store's only of the first since {@link #isOver}. */
  boolean isNews(Throwable fault) {
    return !isStores(fault) || said.compareAndSet(false, true);
  }

  /** An outcome was written. */
  void isOver() {
    said.lazySet(false);
  }
}
