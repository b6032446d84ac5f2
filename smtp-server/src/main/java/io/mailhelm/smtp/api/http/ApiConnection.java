package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.listen.HeldConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to an API from the moment it is taken, before any TLS. Its event loop tells it what
 * comes; the gate tells it of requests. Thread-safe.
 */
final class ApiConnection extends ChannelInboundHandlerAdapter implements HeldConnections.Held {
  /** Octets a second that a body must come with, on the whole. */
  static final int LEAST_RATE = 16 << 10;

  private final Channel channel;
  private volatile Optional<HttpServerRequest> request = Optional.empty();
  private volatile long since = System.nanoTime();
  private volatile long heard = since;

  ApiConnection(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object octets) {
    heard = System.nanoTime();
    context.fireChannelRead(octets);
  }

  /** The head of a request is here. */
  void asked(HttpServerRequest now) {
    since = System.nanoTime();
    heard = since;
    request = Optional.of(now);
  }

  /** The answer is sent: the next request may come. */
  void answered() {
    since = System.nanoTime();
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
   * in all by {@link #LEAST_RATE}. What the server does with a whole request may take its time.
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
            || now - since >= time.plusSeconds(length(body.get()) / LEAST_RATE).toNanos());
  }

  /** The gate has judged it: digits. */
  private static long length(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    if (channel.isRegistered()) {
      channel.close();
    } else {
      channel.unsafe().closeForcibly(); // it has no event loop yet
    }
  }
}
