package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.compute.WorkTurns;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.RequesterLeftException;
import io.mailhelm.smtp.threads.VitalThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.sqlite.ProgressHandler;

/**
 * Runs reads on a few platform threads, with a connection each. A virtual thread that reads by
 * itself would occupy its carrier for as long as the query takes, and hold up the sessions of many
 * clients.
 *
 * <p>Incoming and outgoing mail has threads of its own, whose reads are short; lists, which take
 * the longer the more mail there is, have others.
 */
final class ReaderThreads implements AutoCloseable {
  /** Of each kind. The cores are few; more threads would only take them from the sessions. */
  private static final int THREADS = 2;

  /** Steps of SQLite's between two looks whether the requester has left: well below a moment. */
  private static final int STEPS = 20_000;

  /** A read with a connection of the thread it runs on. */
  @FunctionalInterface
  interface Read<R> {
    R from(Connection connection) throws SQLException, IOException;
  }

  private final List<Reader> all = new ArrayList<>();
  private final WorkTurns<Task<?>> turns;

  private ReaderThreads(DatabaseConnections connections, String name, int mostOfOne)
      throws SQLException {
    turns = new WorkTurns<>(mostOfOne);
    for (int i = 1; i <= THREADS; i++) {
      all.add(new Reader(connections.reader()));
    }
    for (int i = 0; i < THREADS; i++) {
      all.get(i).thread =
          VitalThread.start(Thread.ofPlatform().daemon(), name + (i + 1), all.get(i));
    }
  }

  /** For mail that comes in and leaves: first come, first served. */
  static ReaderThreads ofMail(DatabaseConnections connections) throws SQLException {
    return new ReaderThreads(connections, "mail-store-reader-", THREADS);
  }

  /**
   * For lists: those who ask take turns, and one has one read at once, so that a thread is left for
   * the others.
   */
  static ReaderThreads ofLists(DatabaseConnections connections) throws SQLException {
    return new ReaderThreads(connections, "mail-store-lister-", THREADS - 1);
  }

  /**
   * Reads for the server.
   *
   * @throws IOException when a file cannot be read
   * @throws MailStoreException when the database cannot
   */
  <R> R read(Read<R> read) throws IOException {
    return read(Requester.SERVER, read);
  }

  /**
   * Reads when it is the requester's turn.
   *
   * @throws IOException when a file cannot be read
   * @throws MailStoreException when the database cannot
   * @throws RequesterLeftException when the requester has left
   */
  <R> R read(Requester requester, Read<R> read) throws IOException {
    var task = new Task<>(requester, read);
    if (!turns.add(requester.name(), task)) {
      throw new StoreClosedException();
    }
    try {
      return task.result.get();
    } catch (InterruptedException e) {
      task.abandoned = true;
      Thread.currentThread().interrupt();
      throw new MailStoreException("interrupted while reading", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case SQLException sql -> throw new MailStoreException("cannot read the mailboxes", sql);
        case RuntimeException own -> throw own;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }

  /**
   * Reads what is in the database alone, for the server.
   *
   * @throws MailStoreException when it cannot be read
   */
  <R> R ask(Read<R> read) {
    return ask(Requester.SERVER, read);
  }

  /**
   * Reads what is in the database alone, when it is the requester's turn.
   *
   * @throws MailStoreException when it cannot be read
   * @throws RequesterLeftException when the requester has left
   */
  <R> R ask(Requester requester, Read<R> read) {
    try {
      return read(requester, read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A read that a thread waits for. */
  private static final class Task<R> {
    private final Requester requester;
    private final FutureTask<R> result;
    private volatile Connection connection;
    private volatile boolean abandoned;

    Task(Requester requester, Read<R> read) {
      this.requester = requester;
      this.result = new FutureTask<>(() -> run(read));
    }

    private R run(Read<R> read) throws SQLException, IOException {
      requireWaiting();
      try {
        return read.from(connection);
      } catch (SQLException e) {
        requireWaiting(); // else the read was interrupted for that
        throw e;
      }
    }

    private void requireWaiting() {
      if (hasLeft()) {
        throw new RequesterLeftException();
      }
    }

    boolean hasLeft() {
      return abandoned || requester.hasLeft();
    }
  }

  /** One thread's connection, and the read that is under way on it. */
  private final class Reader extends ProgressHandler implements Runnable {
    private final Connection connection;
    private Thread thread;
    private Task<?> current;

    Reader(Connection connection) throws SQLException {
      this.connection = connection;
      setHandler(connection, STEPS, this);
    }

    @Override
    public void run() {
      for (var next = turns.take(); next.isPresent(); next = turns.take()) {
        current = next.get().work();
        current.connection = connection;
        try {
          current.result.run();
        } finally {
          current = null;
          turns.done(next.get().who());
        }
      }
    }

    /** Not 0: SQLite interrupts the statement. */
    @Override
    protected int progress() {
      return current != null && current.hasLeft() ? 1 : 0;
    }

    void end() {
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
      try {
        connection.close();
      } catch (SQLException _) {
        // it only read
      }
    }
  }

  /** Finishes the reads that were asked for. */
  @Override
  public void close() {
    turns.close();
    all.forEach(Reader::end);
  }
}
