package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.listen.HeldConnections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A connection to an API from the moment it is taken, before any TLS. Its event loop tells it what
 * comes; the gate tells it of requests. Thread-safe.
 */
final class ApiConnection extends ChannelInboundHandlerAdapter implements HeldConnections.Held {
  /** Octets a second that a body must come with, from its head on. */
  static final int LEAST_RATE = 16 << 10;

  private final Channel channel;
  private volatile Optional<HttpServerRequest> request = Optional.empty();
  private final LongSupplier nanoTime;
  private volatile long since;
  private volatile long heard;
  private volatile boolean closing;

  /** Octets that came since the head did. */
  private final AtomicLong received = new AtomicLong();

  ApiConnection(Channel channel) {
    this(channel, System::nanoTime);
  }

  ApiConnection(Channel channel, LongSupplier nanoTime) {
    this.channel = channel;
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
    heard = since;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object octets) {
    heard = nanoTime.getAsLong();
    if (octets instanceof ByteBuf some) {
      received.addAndGet(some.readableBytes());
    }
    context.fireChannelRead(octets);
  }

  /** The head of a request is here. */
  void asked(HttpServerRequest now) {
    since = nanoTime.getAsLong();
    heard = since;
    received.set(0);
    request = Optional.of(now);
  }

  /** The answer is sent: the next request may come. */
  void answered() {
    since = nanoTime.getAsLong();
    request = Optional.empty();
  }

  @Override
  public boolean isIdle() {
    return request.map(now -> !now.isEnded()).orElse(true);
  }

  @Override
  public long since() {
    return since;
  }

  /**
   * Whether its request takes too long to come: the head in all; the body between two pieces, and
   * what has come of it by {@link #LEAST_RATE} since the head. What the server does with a whole
   * request may take its time.
   *
   * @param now by {@link System#nanoTime}
   */
  boolean isOverdue(long now, Duration time) {
    var body = request;
    if (body.isEmpty()) {
      return now - since >= time.toNanos();
    }
    return !body.get().isEnded()
        && (now - heard >= time.toNanos()
            || now - since >= time.plusSeconds(received.get() / LEAST_RATE).toNanos());
  }

  /**
   * Closes it, on any thread. One that has no event loop yet is closed when it gets one; who took
   * it need not give it one ({@link #isClosing}).
   */
  @Override
  public void close() {
    // Noted before it is asked for its event loop: it may get one at this moment.
    closing = true;
    if (channel.isRegistered()) {
      channel.close();
    }
  }

  /** Whether it was closed, or will be once it has an event loop. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    if (closing) {
      context.close();
    } else {
      context.fireChannelRegistered();
    }
  }
}
