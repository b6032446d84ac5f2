package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.threads.VitalThread;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The only thread that writes to the database. It takes the changes that have queued up while it
 * was busy, makes them in one transaction, and wakes the waiting threads when COMMIT has returned:
 * many messages, one flush. It is a platform thread, because a native call would occupy the carrier
 * of a virtual one.
 */
final class Writer implements AutoCloseable {
  /**
   * A transaction takes no more changes than this, so that the first does not wait for the last.
   */
  static final int BATCH_CHANGES = 512;

  /** Nor more octets: they are in memory until the commit. */
  static final long BATCH_OCTETS = 8 << 20;

  /** How often a disk that was full is tried again when nobody else tries it. */
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Between two steps of giving room back, for mail to come first. */
  private static final long RETURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final StoreContext context;
  private final AfterCommit afterCommit;
  private final DatabaseConnections connections;
  private final Ledger ledger;
  private final Backlog backlog;
  private final Checkpoints checkpoints;
  private final WriteQueue queue = new WriteQueue();
  private final Thread thread;

  /** Taken off the queue and not written yet. The thread's own. */
  private final Deque<PendingChange<?>> taken = new ArrayDeque<>();

  private Statements statements;
  private volatile boolean closing;
  private volatile boolean accepting = true;

  Writer(
      StoreContext context,
      DatabaseConnections connections,
      Ledger ledger,
      Backlog backlog,
      Checkpoints checkpoints)
      throws SQLException {
    this.context = context;
    this.afterCommit = new AfterCommit(context);
    this.connections = connections;
    this.ledger = ledger;
    this.backlog = backlog;
    this.checkpoints = checkpoints;
    this.statements = new Statements(connections.writer());
    this.thread =
        VitalThread.unstarted(Thread.ofPlatform().daemon(), "mail-store-writer", this::run);
    queue.takenBy(thread);
    thread.start();
  }

  /**
   * Makes a change durable; returns when it is.
   *
   * @param octets about how much it writes
   * @throws SQLException when nothing was changed
   * @throws StoreClosedException when the store is closing
   */
  <R> R write(WriterTask<R> work, long octets) throws SQLException {
    var pending = new PendingChange<>(work, octets);
    if (!queue.add(pending)) {
      throw new StoreClosedException();
    }
    return pending.await();
  }

  /**
   * The same for changes whose makers have no other answer to a failure.
   *
   * @param what it does, for the sentence in the exception
   * @throws MailStoreException when nothing was changed
   */
  <R> R change(String what, WriterTask<R> work) {
    try {
      return write(work, 0);
    } catch (SQLException | StoreClosedException e) {
      throw new MailStoreException("cannot " + what + ": " + e.getMessage(), e);
    }
  }

  /** False after a write failed, until one succeeds. */
  boolean accepting() {
    return accepting && !closing;
  }

  /** A body could not be written: it is the same disk, so the health is the same. */
  void writeFailed() {
    accepting = false;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closing) {
      queue.await(!accepting ? PROBE_NANOS : isReturning() ? RETURN_NANOS : 0);
      taken.addAll(queue.take());
      if (taken.isEmpty() && !accepting) {
        probe();
      }
      writeTaken();
      if (isReturning()) {
        afterCommit.may("giving back room", checkpoints::returnSome);
      }
    }
    taken.addAll(queue.closeAndTake());
    writeTaken();
    close(statements);
  }

  private boolean isReturning() {
    return checkpoints.isReturning();
  }

  private void writeTaken() {
    while (!taken.isEmpty()) {
      write(taken);
      afterCommit.may("folding back the log", checkpoints::keepLogShort);
    }
  }

  /** Makes one transaction of the first changes of {@code from}, and removes those from it. */
  private void write(Deque<PendingChange<?>> from) {
    var batch = new ArrayList<PendingChange<?>>();
    LedgerDraft draft;
    try {
      draft = transact(from, batch);
    } catch (SQLException | RuntimeException e) {
      failed(batch, e);
      return;
    } catch (Error e) {
      // No memory, a class that cannot be loaded: nothing here can be relied on any more.
      context.halt().now("writing mail", e);
      failed(batch, new IllegalStateException(e));
      return;
    }
    committed(draft, batch);
  }

  /** Nothing was changed: tells the waiting threads, and goes on for the others. */
  private void failed(List<PendingChange<?>> batch, Exception e) {
    rollback();
    if (batch.size() > 1) {
      // One of them is to blame. Each alone, so that only that one fails.
      batch.forEach(this::writeAlone);
      return;
    }
    if (e instanceof SQLException s && !DiskFull.isOneChangesFault(s)) {
      accepting = false;
    }
    batch.forEach(each -> each.fail(e instanceof SQLException s ? s : new SQLException(e)));
  }

  /** All of it is durable: from here on there is no failure to tell of. */
  private void committed(LedgerDraft draft, List<PendingChange<?>> batch) {
    accepting = true;
    afterCommit.must("taking over what was written", draft::publish);
    var octets = batch.stream().mapToLong(PendingChange::octets).sum();
    afterCommit.may("a look at the disk", () -> checkpoints.written(octets));
    for (var each : batch) {
      afterCommit.must("telling who waits", each::complete);
    }
  }

  private void writeAlone(PendingChange<?> pending) {
    write(new ArrayDeque<>(List.of(pending)));
  }

  /** Returns what the transaction, which is durable then, has done. */
  private LedgerDraft transact(Deque<PendingChange<?>> from, List<PendingChange<?>> batch)
      throws SQLException {
    var draft = new LedgerDraft(ledger, backlog);
    long octets = 0;
    while (!from.isEmpty() && batch.size() < BATCH_CHANGES && octets < BATCH_OCTETS) {
      var pending = from.remove();
      batch.add(pending);
      octets += pending.octets();
      if (statements == null) {
        statements = new Statements(connections.writer());
      }
      pending.apply(statements, draft);
      if (from == taken && from.isEmpty()) {
        // What came while the others were applied need not wait for a flush of its own.
        from.addAll(queue.take());
      }
    }
    draft.save(statements);
    statements.commit();
    return draft;
  }

  /**
   * Undoes what a failed transaction left. A full or failing disk makes SQLite undo it by itself,
   * whereupon there is nothing to roll back and the connection is opened afresh.
   */
  private void rollback() {
    try {
      if (statements != null) {
        statements.rollback();
      }
    } catch (SQLException _) {
      close(statements);
      statements = null;
    }
  }

  private void probe() {
    writeAlone(new PendingChange<>((s, _) -> s.fillProbe(), 0));
    if (accepting) {
      writeAlone(new PendingChange<>((s, _) -> s.emptyProbe(), 0));
    }
  }

  private static void close(Statements statements) {
    try {
      if (statements != null) {
        statements.close();
      }
    } catch (SQLException _) {
      // what was committed is on stable storage; closing adds nothing to that
    }
  }

  /** Finishes what is queued, lets nothing more in, and returns when the thread has ended. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
