package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.listen.HeldConnections;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A connection to an API, from the moment it is accepted, before any TLS. Its event loop reports
 * the octets that come and go; {@link RequestChecks} reports the requests. Thread-safe.
 */
final class ApiConnection extends ChannelDuplexHandler implements HeldConnections.Held {
  /** Octets a second that a body must come with, and with which an answer must be taken. */
  static final int LEAST_RATE = 16 << 10;

  /** Octets that are written at once, so that progress is seen within a large answer. */
  private static final int PIECE = 64 << 10;

  private final Channel channel;
  private final RequestProgress requests;
  private final AnswerProgress answer;
  private volatile boolean closing;
  private volatile boolean told;
  private boolean watched;

  ApiConnection(Channel channel) {
    this(channel, System::nanoTime);
  }

  ApiConnection(Channel channel, LongSupplier nanoTime) {
    this.channel = channel;
    requests = new RequestProgress(nanoTime);
    answer = new AnswerProgress(nanoTime);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object octets) {
    if (closing) {
      // A body that is whole after all must not be acted on: its sender was told that it was late.
      ReferenceCountUtil.release(octets);
      return;
    }
    watchEnds();
    if (octets instanceof ByteBuf some) {
      requests.came(some.readableBytes());
    }
    context.fireChannelRead(octets);
    if (requests.isRestTooLong()) {
      endAfter(channel.newSucceededFuture());
    }
  }

  /** The HTTP library puts its decoder there once TLS is agreed on. */
  private void watchEnds() {
    var decoder = watched ? null : channel.pipeline().context(HttpRequestDecoder.class);
    if (decoder != null) {
      channel.pipeline().addAfter(decoder.name(), "request-ends", new Ends());
      watched = true;
    }
  }

  /** A request that came with the end of the handshake: its head was read before we watched. */
  private void watchEndsNow() {
    if (!watched) {
      watchEnds();
      requests.begun();
    }
  }

  /**
   * Counts the requests that came whole. The HTTP library says of one that it ended only when it is
   * read, and it is not while a login waits: what the server takes its time for is not late.
   */
  private final class Ends extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
      if (part instanceof HttpRequest) {
        requests.begun();
      }
      if (part instanceof LastHttpContent) {
        requests.ended();
      }
      context.fireChannelRead(part);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object octets, ChannelPromise all) {
    if (!(octets instanceof ByteBuf some) || !some.isReadable()) {
      context.write(octets, all);
      return;
    }
    var last = all.unvoid();
    while (some.readableBytes() > PIECE) {
      write(context, some.readRetainedSlice(PIECE), context.newPromise());
    }
    count(some.readableBytes(), last);
    context.write(some, last);
  }

  private void count(int octets, ChannelPromise promise) {
    answer.written(octets);
    promise.addListener(done -> answer.taken(octets));
  }

  /** The head of a request is here. */
  void asked(HttpServerRequest now) {
    watchEndsNow();
    requests.asked(now);
    answer.begin();
  }

  /**
   * The answer to this request was taken.
   *
   * @param taken how writing it went
   * @param last whether the client was told that no other request is answered here
   */
  void answered(HttpServerRequest done, Future<?> taken, boolean last) {
    if (requests.answered(done) && last && !closing) {
      endAfter(taken);
    }
  }

  /** Nothing of what still comes is looked at. */
  private void endAfter(Future<?> written) {
    closing = true;
    told = true;
    LastAnswer.linger(channel, written);
  }

  /**
   * Runs something once all that was written until now is taken by the operating system, or never
   * will be.
   */
  void whenTaken(Consumer<Future<?>> then) {
    // Nothing, behind everything: the encoders let it through, and it keeps its place.
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(then::accept);
  }

  /** Idle is also whose answer nobody reads. */
  @Override
  public boolean isIdle() {
    return !requests.isHereWhole() || answer.isStalled();
  }

  @Override
  public long since() {
    return answer.waiting() > 0 ? answer.since() : requests.since();
  }

  /**
   * Whether its peer takes too long to ask, or to take an answer, which is the same for both.
   *
   * @param now by {@link System#nanoTime}
   */
  boolean isOverdue(long now, Duration time) {
    return answer.isOverdue(now, time) || requests.isOverdue(now, time);
  }

  /** Whether a part of a request is here, and nothing of an answer to it. */
  private boolean isHalfAsked() {
    return answer.waiting() == 0 && requests.isPart() && !(requests.isHere() && answer.hasBegun());
  }

  /**
   * Closes it because its peer was too slow; one that has begun to ask is told so, unless the rest
   * has come meanwhile. Asked again, it does nothing more: who was told closes by itself.
   */
  void closeOverdue(byte[] problem) {
    if (told) {
      return;
    }
    if (isHalfAsked() && !closing) {
      channel.eventLoop().execute(() -> tell(problem));
    } else {
      close();
    }
  }

  /** On the event loop, where nothing comes between the look and the answer. */
  private void tell(byte[] problem) {
    if (isHalfAsked() && !closing) {
      closing = true;
      told = true;
      RequestTimeout.tell(channel, problem);
    }
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
      end();
    }
  }

  private void end() {
    var own = channel.pipeline().context(this);
    if (answer.waiting() > 0 && own != null) {
      // Past the HTTP library, which would close when all is sent: nobody reads it.
      own.close();
    } else {
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
