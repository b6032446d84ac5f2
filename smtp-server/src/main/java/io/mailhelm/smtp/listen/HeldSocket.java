package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.wire.Deadlines;
import io.mailhelm.smtp.wire.PlainTransport;
import io.mailhelm.smtp.wire.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection to an HTTP port that serves one request, with a thread of its own: its state, its
 * deadline and its end. Thread-safe, but for {@link #transport} and {@link #linger}, which are its
 * own thread's.
 */
public final class HeldSocket implements HeldConnections.Held {
  /** For the client to read the answer and hang up. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** Octets that are read after the answer, so that it is not lost. */
  private static final int MOST_IGNORED = 256 << 10;

  private final SocketChannel channel;
  private final long end;
  private volatile long since = System.nanoTime();
  private volatile boolean busy;

  /**
   * @param time for its request to come whole; an answer that is not taken a little later is cut
   *     off
   */
  public HeldSocket(SocketChannel channel, Duration time) {
    this.channel = channel;
    this.end = since + time.toNanos();
  }

  /** Cuts it off when nothing is left to wait for. */
  public Deadlines.Watch watch(Deadlines deadlines) {
    return deadlines.over(channel, end + LINGER.toNanos());
  }

  /**
   * What its request is read from. When the time for that is over, a read throws {@link
   * java.net.SocketTimeoutException}, and the client can still be told: both directions stay open,
   * because what still comes after one was shut would reset the connection.
   */
  public Transport transport() {
    return new Timed(new PlainTransport(channel));
  }

  private final class Timed implements Transport {
    private final PlainTransport plain;

    private Timed(PlainTransport plain) {
      this.plain = plain;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      channel.socket().setSoTimeout((int) Math.clamp(left, 1, Integer.MAX_VALUE)); // 0: no end
      return channel.socket().getInputStream().read(into, offset, length);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      plain.write(from, offset, length);
    }

    @Override
    public void finish() throws IOException {
      plain.finish();
    }
  }

  /** Its request is here whole: from now on it is not idle. */
  public void asked() {
    busy = true;
  }

  /**
   * Its answer is written: what the client still sends is read, because to close on that would take
   * the answer from it (RFC 9112 §9.6).
   *
   * @param watch as {@link #watch} gave it
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
