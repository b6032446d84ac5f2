package io.mailhelm.smtp.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket without TLS; a thread that reads or writes much gives way to others ({@link Turn}). One
 * thread's, but for {@link #received}.
 */
public final class PlainTransport implements Transport {
  private final SocketChannel channel;
  private final Turn turn;
  private volatile long received; // by one thread, read by others
  private long sent;

  public PlainTransport(SocketChannel channel) {
    this(channel, new Turn());
  }

  /**
   * @param turn what is read and written counts there
   */
  public PlainTransport(SocketChannel channel, Turn turn) {
    this.channel = channel;
    this.turn = turn;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = channel.read(ByteBuffer.wrap(into, offset, length));
    long before = received;
    received = before + Math.max(count, 0);
    turn.spend(count);
    return count;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    var buffer = ByteBuffer.wrap(from, offset, length);
    while (buffer.hasRemaining()) {
      int count = channel.write(buffer);
      sent += count;
      turn.spend(count);
    }
  }

  @Override
  public void finish() throws IOException {
    channel.shutdownOutput();
  }

  /** Octets read so far; any thread. */
  public long received() {
    return received;
  }

  /** Octets written so far. */
  public long sent() {
    return sent;
  }
}
