package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ProblemDetails;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Tells a client that its request did not come whole in time: 408, and the connection ends (RFC
 * 9110 §15.5.9).
 */
final class RequestTimeout {
  static final ProblemDetails DETAILS =
      ProblemDetails.of(
          408,
          "Your request did not come whole in time: send it again, without pauses"
              + " (limits.http.requestTimeout).");

  private RequestTimeout() {}

  /**
   * Writes it past the HTTP library, which answers no request that it has not all of, and closes.
   * On the connection's event loop.
   *
   * @param problem {@link #DETAILS} as JSON
   */
  static void tell(Channel channel, byte[] problem) {
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.REQUEST_TIMEOUT,
            Unpooled.wrappedBuffer(problem));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel.writeAndFlush(answer).addListener(written -> LastAnswer.linger(channel, written));
  }
}
