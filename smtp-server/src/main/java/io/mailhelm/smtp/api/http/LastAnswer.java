package io.mailhelm.smtp.api.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
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
   * Waits a moment before it closes (RFC 9112 §9.6). The caller drops what comes. On the
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
