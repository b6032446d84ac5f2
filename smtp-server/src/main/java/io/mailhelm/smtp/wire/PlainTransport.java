package io.mailhelm.smtp.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket as it is. One thread's. */
public final class PlainTransport implements Transport {
  private final SocketChannel channel;
  private long received;
  private long sent;

  public PlainTransport(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = channel.read(ByteBuffer.wrap(into, offset, length));
    received += Math.max(count, 0);
    return count;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    var buffer = ByteBuffer.wrap(from, offset, length);
    while (buffer.hasRemaining()) {
      sent += channel.write(buffer);
    }
  }

  @Override
  public void finish() throws IOException {
    channel.shutdownOutput();
  }

  /** Octets read so far. */
  public long received() {
    return received;
  }

  /** Octets written so far. */
  public long sent() {
    return sent;
  }
}
