package io.mailhelm.smtp.send;

import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.protocol.PeerReplyDecoder;
import io.mailhelm.smtp.protocol.PeerReplyDecoder.UnreadableException;
import io.mailhelm.smtp.wire.AddressKey;
import io.mailhelm.smtp.wire.Deadlines;
import io.mailhelm.smtp.wire.PlainTransport;
import io.mailhelm.smtp.wire.TlsTransport;
import io.mailhelm.smtp.wire.Transport;
import io.mailhelm.smtp.wire.Turn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;

/**
 * A connection to another server: sends commands and reads replies, each within a time limit. One
 * thread's, but for {@link #abort}.
 */
final class ClientConnection implements AutoCloseable {
  private static final int BUFFER = 4 << 10;
  private final SocketChannel channel;
  private final Deadlines deadlines;
  private Deadlines.Watch watch;
  private final PeerReplyDecoder decoder = new PeerReplyDecoder();
  private final byte[] input = new byte[BUFFER];
  private int from;
  private int to;
  private final Turn turn = new Turn();
  private final String peer;
  private Transport transport;

  private ClientConnection(
      SocketChannel channel,
      InetSocketAddress address,
      Deadlines deadlines,
      Deadlines.Watch watch) {
    this.channel = channel;
    this.peer = AddressKey.of(address.getAddress());
    this.deadlines = deadlines;
    this.watch = watch;
    this.transport = new PlainTransport(channel, turn);
  }

  /**
   * Connects.
   *
   * @param end of the attempt, by {@link System#nanoTime}
   * @param opened told of the socket before it is connected, so that it can be closed meanwhile
   * @param dial told how it went
   */
  static ClientConnection open(
      InetSocketAddress address,
      Duration timeout,
      Deadlines deadlines,
      long end,
      Consumer<SocketChannel> opened,
      ConnectObserver dial)
      throws ServerRefusal {
    SocketChannel channel;
    try {
      channel = SocketChannel.open();
    } catch (IOException e) {
      throw ServerRefusal.lost(LocalStatusCodes.LOCAL_FAULT, "no socket: " + e.getMessage());
    }
    var watch = deadlines.over(channel, end);
    watch.in(timeout);
    opened.accept(channel);
    try {
      // a reply is awaited after each group of commands: with Nagle each would wait for the one
      // before
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      dial.connected();
      return new ClientConnection(channel, address, deadlines, watch);
    } catch (IOException | RuntimeException e) { // some addresses are refused unchecked
      watch.close();
      closeQuietly(channel);
      dial.failed(e, watch.hasPassed());
      var why = watch.hasPassed() ? "no connection in " + seconds(timeout) : reason(e);
      throw ServerRefusal.lost(LocalStatusCodes.NO_CONNECTION, why);
    }
  }

  /** Another attempt begins on this connection. */
  void renew(long end) {
    watch.close();
    watch = deadlines.over(channel, end);
  }

  /** Nothing is under way, so nothing is overdue. */
  void rest() {
    watch.close();
  }

  /** Writes the first {@code length} of {@code octets}. */
  void write(byte[] octets, int length, Duration timeout) throws ServerRefusal {
    watch.in(timeout);
    try {
      transport.write(octets, 0, length);
    } catch (IOException e) {
      throw lost(e, "taking what was sent", timeout);
    }
  }

  void write(String line, Duration timeout) throws ServerRefusal {
    var octets = line.getBytes(StandardCharsets.UTF_8);
    write(octets, octets.length, timeout);
  }

  /**
   * The next reply.
   *
   * @param to what it answers, for people
   */
  PeerReply reply(Duration timeout, String what) throws ServerRefusal {
    watch.in(timeout);
    try {
      while (true) {
        from = decoder.feed(input, from, to);
        if (decoder.isComplete()) {
          return decoder.take();
        }
        from = 0;
        to = Math.max(0, transport.read(input, 0, input.length));
        if (to == 0) {
          throw closed(what, timeout);
        }
      }
    } catch (UnreadableException e) {
      throw ServerRefusal.lost(
          LocalStatusCodes.PROTOCOL, "in answer to %s: %s".formatted(what, e.getMessage()));
    } catch (IOException e) {
      throw lost(e, "answering " + what, timeout);
    }
  }

  private ServerRefusal closed(String what, Duration timeout) {
    return watch.hasPassed()
        ? timedOut("answering " + what, timeout)
        : ServerRefusal.lost(
            LocalStatusCodes.LOST_CONNECTION, "closed the connection instead of answering " + what);
  }

  private ServerRefusal lost(IOException e, String doing, Duration timeout) {
    return watch.hasPassed()
        ? timedOut(doing, timeout)
        : ServerRefusal.lost(
            LocalStatusCodes.LOST_CONNECTION,
            "the connection was lost %s: %s".formatted(doing, reason(e)));
  }

  private static ServerRefusal timedOut(String doing, Duration timeout) {
    return ServerRefusal.lost(
        LocalStatusCodes.LOST_CONNECTION, "no end of %s in %s".formatted(doing, seconds(timeout)));
  }

  /** Whether it said something that nobody asked for. */
  boolean hasMore() {
    return from < to;
  }

  /** Whether it neither closed nor spoke meanwhile; a goodbye lies there unread. */
  boolean isQuiet() {
    try {
      channel.configureBlocking(false);
      try {
        return !hasMore() && channel.read(ByteBuffer.allocate(1)) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Goes on under TLS; whatever came in clear before must be read. */
  ExtendedSSLSession secure(SSLEngine engine, Duration timeout) throws IOException {
    watch.in(timeout);
    var tls = new TlsTransport(transport, engine, new byte[0], peer, turn);
    try {
      var session = tls.handshake();
      transport = tls;
      return session;
    } catch (IOException e) {
      throw watch.hasPassed() ? new IOException("no handshake in " + seconds(timeout), e) : e;
    }
  }

  /** Says a last line, in bounded time; the connection is of no use then. */
  void leave(String line, Duration timeout) {
    try (this) {
      renew(System.nanoTime() + timeout.toNanos());
      write(line, timeout);
      reply(timeout, line.strip());
      transport.finish();
    } catch (ServerRefusal | IOException e) {
      // it is left either way
    }
  }

  /** Closes the socket under whoever waits on it. */
  void abort() {
    closeQuietly(channel);
  }

  @Override
  public void close() {
    watch.close();
    closeQuietly(channel);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  static String seconds(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
