package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * A change that waits for the writer, and the thread that waits for the change. Parking that thread
 * is all the waiting costs, a few hundred octets for a virtual one.
 *
 * @param <R> what the change gives
 */
final class PendingChange<R> {
  private final WriterTask<R> work;
  private final long octets;
  private final Thread waiter = Thread.currentThread();

  /** The one queued before it; the queue's. */
  PendingChange<?> earlier;

  // Both are written before done, and read after it.
  private R result;
  private SQLException failure;
  private volatile boolean done;

  PendingChange(WriterTask<R> work, long octets) {
    this.work = work;
    this.octets = octets;
  }

  long octets() {
    return octets;
  }

  /** Makes the change; its result counts only once {@link #complete} was called. */
  void apply(Statements statements, LedgerDraft draft) throws SQLException {
    result = work.apply(statements, draft);
  }

  void fail(SQLException e) {
    failure = e;
    complete();
  }

  void complete() {
    done = true;
    LockSupport.unpark(waiter);
  }

  /**
   * Waits for the outcome, even when interrupted: a change under way cannot be called back, and its
   * maker must know what became of it.
   */
  R await() throws SQLException {
    var interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
