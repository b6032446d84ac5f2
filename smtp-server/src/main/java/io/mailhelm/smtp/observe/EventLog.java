package io.mailhelm.smtp.observe;

import io.mailhelm.smtp.threads.VitalThread;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;

/**
 * Writes the log: one line an event, to the console and to a file where one is configured. {@link
 * #on} only puts the event in a queue; one thread words what has queued up and writes it at once,
 * so that a line costs a session nothing. A console that takes no more must not stop the mail: when
 * the queue is full, lines are dropped, counted, and the log says how many.
 */
public final class EventLog implements Observer, AutoCloseable {
  private static final int QUEUE = 16_384;
  private static final int BATCH = 1_024;

  /**
   * After a write, so that a busy server wakes the writer fifty times a second, not ten thousand.
   */
  private static final long PAUSE_NANOS = 20_000_000;

  private final Clock clock;
  private final EventLines lines;
  private final LogSink sink;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;
  private long reported; // the writer's

  private record Entry(Instant time, Event event) {}

  /**
   * @param console where lines go, e.g. {@code System.out}
   * @param file where they go as well; made with its folders when it is not there, and again after
   *     it was moved away (log rotation)
   * @throws UncheckedIOException when the file cannot be written
   */
  public EventLog(LogFormat format, PrintStream console, Optional<Path> file, Clock clock) {
    this.clock = clock;
    lines = new EventLines(format);
    try {
      sink = new LogSink(console, file);
    } catch (IOException e) {
      throw new UncheckedIOException("the log cannot be written: " + e.getMessage(), e);
    }
    writer = VitalThread.start(Thread.ofPlatform().daemon(), "log", this::write);
  }

  @Override
  public void on(Event event) {
    if (EventLines.has(event) && !queue.offer(new Entry(clock.instant(), event))) {
      dropped.incrementAndGet();
    }
  }

  /**
   * What libraries log, to stand in this log too: add it to the root logger once Quarkus has set up
   * its own logging, and switch its console off.
   */
  public Handler handler() {
    return new LogBridge(this);
  }

  /** Lines dropped since the start. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what is queued, then closes the file. Events after it are not logged. */
  @Override
  public void close() {
    closing = true;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var batch = new ArrayList<Entry>(BATCH);
    try (sink) {
      while (take(batch)) {
        try {
          write(batch);
        } catch (RuntimeException | Error e) {
          // no memory for the lines, most likely: they are lost, the log goes on and says so
          sink.forget();
          dropped.addAndGet(batch.size());
        }
        batch.clear();
        if (queue.size() < BATCH && !closing) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void write(List<Entry> batch) {
    batch.forEach(entry -> sink.append(lines.line(entry.time(), entry.event())));
    var lost = dropped.get();
    if (lost > reported) {
      sink.append(lines.dropped(clock.instant(), lost - reported));
    }
    sink.flush();
    reported = lost;
  }

  /** Fills {@code batch}; false when the log is closed and all is written. */
  private boolean take(List<Entry> batch) {
    if (queue.drainTo(batch, BATCH) > 0) {
      return true;
    }
    if (closing) {
      return false;
    }
    try {
      batch.add(queue.take());
      queue.drainTo(batch, BATCH - 1);
      return true;
    } catch (InterruptedException e) {
      return closing ? queue.drainTo(batch, BATCH) > 0 : take(batch);
    }
  }
}
