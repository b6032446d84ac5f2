package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads, on a few platform threads with a connection each. A virtual thread that reads by itself
 * would hold its carrier for as long as the query takes, and with it the sessions of many clients.
 */
final class Readers implements AutoCloseable {
  /** A read is short and the cores are few; more would only take them from the sessions. */
  private static final int THREADS = 2;

  /** A read with a connection of the thread it runs on. */
  @FunctionalInterface
  interface Read<R> {
    R from(Connection connection) throws SQLException, IOException;
  }

  private final ExecutorService threads;
  private final List<Connection> all = new ArrayList<>();
  private final BlockingQueue<Connection> free = new ArrayBlockingQueue<>(THREADS);

  Readers(Connections connections) throws SQLException {
    for (int i = 0; i < THREADS; i++) {
      all.add(connections.reader());
    }
    free.addAll(all);
    threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("mail-store-reader-", 1).daemon().factory());
  }

  /**
   * Reads.
   *
   * @throws IOException when a file cannot be read
   * @throws MailStoreException when the database cannot
   */
  <R> R read(Read<R> read) throws IOException {
    try {
      return threads.submit(() -> withConnection(read)).get();
    } catch (RejectedExecutionException _) {
      throw new StoreClosedException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MailStoreException("interrupted while reading", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case SQLException sql -> throw new MailStoreException("cannot read the mailboxes", sql);
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }

  /**
   * Reads what is in the database alone.
   *
   * @throws MailStoreException when it cannot be read
   */
  <R> R ask(Read<R> read) {
    try {
      return read(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <R> R withConnection(Read<R> read) throws SQLException, IOException {
    // As many connections as threads: there always is one.
    var connection = free.remove();
    try {
      return read.from(connection);
    } finally {
      free.add(connection);
    }
  }

  /** Finishes the reads under way. */
  @Override
  public void close() {
    threads.close();
    for (var connection : all) {
      try {
        connection.close();
      } catch (SQLException _) {
        // it only read
      }
    }
  }
}
