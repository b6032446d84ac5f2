package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.wire.Deadlines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connection to a port that speaks HTTP, for one request, with a thread of its own: what others
 * see of it, what time it has, and how it ends. Thread-safe, but for {@link #linger}.
 */
public final class HeldSocket implements HeldConnections.Held {
  /** For the client to read the answer and hang up. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** Octets that are read after the answer, so that it is not lost. */
  private static final int MOST_IGNORED = 256 << 10;

  private final SocketChannel channel;
  private volatile long since = System.nanoTime();
  private volatile boolean busy;
  private volatile boolean late;
  private volatile long lateSince;

  public HeldSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Gives it so long for its request, and for the answer to be taken. When that is over, a request
   * that has not come whole ends as if the client had hung up ({@link #isLate}), so that it can
   * still be told; an answer that was not taken is cut off.
   */
  public Deadlines.Watch within(Duration time, Deadlines deadlines) {
    var watch = deadlines.over(this::end, since + time.plus(LINGER).toNanos());
    watch.in(time);
    return watch;
  }

  private void end() throws IOException {
    if (busy || (late && System.nanoTime() - lateSince >= LINGER.toNanos())) {
      channel.close();
    } else if (!late) {
      lateSince = System.nanoTime();
      late = true;
      channel.shutdownInput(); // wakes the thread that reads
    }
  }

  /** Whether its time was over before its request was whole. */
  public boolean isLate() {
    return late;
  }

  /** Its request is here whole: from now on it is not idle. */
  public void asked() {
    busy = true;
  }

  /**
   * Its answer is written: what the client still sends is read, because to close on that would take
   * the answer from it (RFC 9112 §9.6). One thread's.
   *
   * @param watch as {@link #within} gave it
   */
  public void linger(Deadlines.Watch watch) throws IOException {
    since = System.nanoTime();
    busy = false;
    watch.in(LINGER);
    var rest = ByteBuffer.allocate(8 << 10);
    for (int ignored = 0; ignored < MOST_IGNORED; ) {
      int count = channel.read(rest.clear());
      if (count < 0) {
        return;
      }
      ignored += count;
    }
  }

  @Override
  public boolean isIdle() {
    return !busy;
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
