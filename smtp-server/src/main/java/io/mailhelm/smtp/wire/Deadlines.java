package io.mailhelm.smtp.wire;

import io.mailhelm.smtp.threads.VitalThread;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Enforces deadlines of sockets: one that is overdue is closed, which wakes the thread that
 * connects, reads or writes. Setting a deadline is storing a number; one thread checks all of them
 * ten times a second. Thread-safe.
 */
public final class Deadlines implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /**
   * @param name of the thread that looks
   */
  public Deadlines(String name) {
    thread = VitalThread.start(Thread.ofPlatform().daemon(), name, this::run);
  }

  /** Watches over a socket; of one thread, but for the looking. */
  public final class Watch implements AutoCloseable {
    private final Closeable socket;
    private final long end;
    private volatile long at;
    private volatile boolean passed;

    private Watch(Closeable socket, long end) {
      this.socket = socket;
      this.end = end;
      this.at = end;
    }

    /** Sets the deadline: {@code time} from now, and never beyond the end of everything. */
    public void in(Duration time) {
      long then = System.nanoTime() + time.toNanos();
      at = then - end < 0 ? then : end;
    }

    /** Whether it was closed for being overdue. */
    public boolean hasPassed() {
      return passed;
    }

    private void look(long now) {
      if (now - at >= 0) {
        passed = true;
        shut();
      }
    }

    private void shut() {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }

    /** Stops watching. */
    @Override
    public void close() {
      watches.remove(this);
    }
  }

  /**
   * Watches over a socket until that is closed.
   *
   * @param end when everything ends, by {@link System#nanoTime}
   */
  public Watch over(Closeable socket, long end) {
    var watch = new Watch(socket, end);
    watches.add(watch);
    return watch;
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        watches.forEach(watch -> watch.look(now));
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException | Error e) {
        Thread.yield(); // no memory for one look: without this thread no deadline is kept
      }
    }
  }

  /** Keeps no deadlines any more: every socket that is watched over is closed. */
  @Override
  public void close() {
    watches.forEach(Watch::shut);
    thread.interrupt();
  }
}
