package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that writes. It takes whatever has queued up while it was busy, makes it one
 * transaction, and wakes the waiting threads when COMMIT has returned: many messages, one flush. A
 * platform thread, because a native call would hold the carrier of a virtual one.
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

  private final Connections connections;
  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final WriteQueue queue = new WriteQueue();
  private final Thread thread;
  private Statements statements;
  private volatile boolean closing;
  private volatile boolean accepting = true;

  Writer(Connections connections, Ledger ledger, Checkpoints checkpoints) throws SQLException {
    this.connections = connections;
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.statements = new Statements(connections.writer());
    this.thread = Thread.ofPlatform().name("mail-store-writer").daemon().unstarted(this::run);
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
  <R> R write(Work<R> work, long octets) throws SQLException {
    var pending = new Pending<>(work, octets);
    if (!queue.add(pending)) {
      throw new StoreClosedException();
    }
    return pending.await();
  }

  /** False after a write failed, until one succeeds. */
  boolean accepting() {
    return accepting && !closing;
  }

  /** A body could not be written: the same disk, the same answer to who asks for health. */
  void writeFailed() {
    accepting = false;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closing) {
      var taken = queue.take(accepting ? 0 : PROBE_NANOS);
      if (taken.isEmpty() && !accepting) {
        probe();
      }
      writeAll(taken);
      checkpoints.afterWrite();
    }
    writeAll(queue.closeAndTake());
    close(statements);
  }

  private void writeAll(List<Pending<?>> taken) {
    int from = 0;
    while (from < taken.size()) {
      int to = from;
      long octets = 0;
      while (to < taken.size() && to - from < BATCH_CHANGES && octets < BATCH_OCTETS) {
        octets += taken.get(to++).octets();
      }
      write(taken.subList(from, to));
      from = to;
    }
  }

  private void write(List<Pending<?>> batch) {
    try {
      transact(batch);
      accepting = true;
      batch.forEach(Pending::complete);
    } catch (Throwable e) {
      // Whatever it is, somebody waits to hear of it, and the thread must live on for the others.
      rollback();
      if (batch.size() == 1) {
        var failure = e instanceof SQLException s ? s : new SQLException(e);
        accepting &= DiskFull.isOneChangesFault(failure);
        batch.getFirst().fail(failure);
      } else {
        // One of them is to blame. Each alone, so that only that one fails.
        batch.forEach(each -> write(List.of(each)));
      }
    }
  }

  private void transact(List<Pending<?>> batch) throws SQLException {
    if (statements == null) {
      statements = new Statements(connections.writer());
    }
    var draft = new Draft(ledger);
    for (var pending : batch) {
      pending.apply(statements, draft);
    }
    draft.save(statements);
    statements.commit();
    draft.publish();
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
    write(List.of(new Pending<>((s, _) -> s.fillProbe(), 0)));
    write(List.of(new Pending<>((s, _) -> s.emptyProbe(), 0)));
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
