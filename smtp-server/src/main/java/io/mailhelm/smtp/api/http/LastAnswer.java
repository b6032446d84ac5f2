package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ProblemDetails;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends a connection whose client may still be sending when its answer is written. */
final class LastAnswer {
  /**
   * Time for the client to read the answer and close: closing while it still sends would destroy
   * the answer.
   */
  private static final long LINGER_MILLIS = 1_000;

  private LastAnswer() {}

  /**
   * Writes it past the HTTP library, which answers no request that it has not all of, and closes.
   * On the connection's event loop.
   *
   * @param problem its details as JSON
   */
  static void tell(Channel channel, HttpResponseStatus status, byte[] problem) {
    var answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(problem));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
        .set("X-Content-Type-Options", "nosniff")
        .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel.writeAndFlush(answer).addListener(written -> linger(channel, written));
  }

  /**
   * Waits a moment before it closes (RFC 9112 §9.6). Whoever calls drops what comes. On the
   * connection's event loop.
   *
   * @param written how writing the answer went
   */
  static void linger(Channel channel, Future<?> written) {
    if (written.isSuccess() && channel instanceof DuplexChannel both) {
      channel.config().setAutoRead(true); // else the client's end is not seen
      both.shutdownOutput();
      channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      channel.close(); // TLS was not agreed on yet, or the client is gone
    }
  }
}
