package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApiConnectionTest {
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final long MARGIN = Duration.ofMinutes(1).toNanos();
  private final AtomicLong now = new AtomicLong();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ApiConnection connection = new ApiConnection(channel, now::get, new byte[0]);

  private HttpServerRequest request(String length) {
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getHeader" -> length;
                  default -> throw new AssertionError(method);
                });
  }

  private boolean isOverdueAfter(Duration time) {
    return connection.isOverdue(now.get() + time.toNanos(), TIME);
  }

  @Test
  void aHeadMustComeInTimeHoweverManyPiecesItComesIn() {
    assertThat(connection.isIdle()).isTrue();
    assertThat(isOverdueAfter(TIME.dividedBy(2))).isFalse();
    assertThat(isOverdueAfter(TIME)).isTrue();
  }

  @Test
  void aBodyMustNotPauseForSoLong() {
    connection.asked(request("1000000"));
    assertThat(connection.isIdle()).isTrue();
    assertThat(isOverdueAfter(TIME.dividedBy(2))).isFalse();
    assertThat(isOverdueAfter(TIME)).isTrue();
  }

  /** As the HTTP library does it. */
  private HttpServerRequest[] listen() {
    var asked = new HttpServerRequest[1];
    channel.pipeline().addFirst(connection);
    channel
        .pipeline()
        .addLast(
            new HttpRequestDecoder(),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object part) {
                if (part instanceof HttpRequest head && !head.uri().equals("/unseen")) {
                  asked[0] = request("4");
                  connection.asked(asked[0]);
                }
                ReferenceCountUtil.release(part);
              }
            });
    return asked;
  }

  @Test
  void aRequestThatCameWholeIsNotLateWhileTheServerIsBusyWithIt() {
    listen();
    comes("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
    assertThat(isOverdueAfter(TIME)).isTrue();
    comes("dy");
    assertThat(isOverdueAfter(TIME.multipliedBy(10))).isFalse();
    assertThat(connection.isIdle()).isFalse();
    comes("GET /b HTTP/1.1\r\n\r\n");
    assertThat(isOverdueAfter(TIME.multipliedBy(10))).isFalse();
    comes("POST /c HTTP/1.1\r\nContent-Length: 4\r\n\r\nb");
    assertThat(isOverdueAfter(TIME)).isTrue();
  }

  private void answered(HttpServerRequest done, boolean last) {
    connection.answered(done, channel.newSucceededFuture(), last);
  }

  @Test
  void aRequestAnsweredBeforeItIsWholeMayFinish() {
    var asked = listen();
    comes("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
    answered(asked[0], false);
    comes("dyGET /b HTTP/1.1\r\n\r\n");
    assertThat(channel.isOpen()).isTrue();
    assertThat(connection.isIdle()).isFalse();
    answered(asked[0], false);
    assertThat(connection.isIdle()).isTrue();
    assertThat(isOverdueAfter(TIME.minusSeconds(1))).isFalse();
  }

  @Test
  void whatComesBehindAnAnswerHasABound() {
    var asked = listen();
    comes("POST /a HTTP/1.1\r\nContent-Length: 36000000\r\n\r\n");
    answered(asked[0], false);
    comes("x".repeat(RequestProgress.MOST_REST));
    assertThat(connection.isClosing()).isFalse();
    comes("x");
    assertThat(connection.isClosing()).isTrue();
  }

  @Test
  void nothingIsReadBehindTheLastAnswer() {
    var asked = listen();
    comes("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
    answered(asked[0], true);
    assertThat(connection.isClosing()).isTrue();
  }

  /** The HTTP library answers some requests itself, and the gate never sees them. */
  @Test
  void aRequestThatTheGateNeverSeesDoesNotMakeTheNextOneWhole() {
    listen();
    comes("GET /unseen HTTP/1.1\r\n\r\n");
    comes("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
    assertThat(connection.isIdle()).isTrue();
    assertThat(isOverdueAfter(TIME)).isTrue();
    comes("dy");
    assertThat(isOverdueAfter(TIME.multipliedBy(10))).isFalse();
  }

  @Test
  void whatCameWithAHeadCountsForTheRateOfItsBody() {
    listen();
    var beside = "x".repeat(10 * ApiConnection.LEAST_RATE);
    comes("POST /a HTTP/1.1\r\nContent-Length: 36000000\r\n\r\n" + beside);
    now.addAndGet(TIME.minusSeconds(1).toNanos());
    comes("x");
    assertThat(isOverdueAfter(Duration.ofSeconds(9))).isFalse();
    assertThat(isOverdueAfter(Duration.ofSeconds(12))).isTrue();
  }

  private void comes(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void comes(int octets) {
    channel.writeInbound(Unpooled.buffer(octets).writeZero(octets));
    channel.releaseInbound();
  }

  @Test
  void aBodyThatTricklesHasNoMoreTimeForBeingLong() {
    channel.pipeline().addFirst(connection);
    connection.asked(request("36000000"));
    now.addAndGet(TIME.minusSeconds(1).toNanos());
    comes(1);
    assertThat(isOverdueAfter(Duration.ZERO)).isFalse();
    assertThat(isOverdueAfter(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void aBodyThatComesFastEnoughHasTheTimeItTakes() {
    channel.pipeline().addFirst(connection);
    connection.asked(request("36000000"));
    now.addAndGet(TIME.toNanos());
    comes(10 * ApiConnection.LEAST_RATE);
    assertThat(isOverdueAfter(Duration.ofSeconds(9))).isFalse();
    assertThat(isOverdueAfter(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aWholeRequestIsWorkedOnForAsLongAsItTakes() {
    var asked = listen();
    comes("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
    assertThat(connection.isIdle()).isFalse();
    assertThat(isOverdueAfter(Duration.ofHours(1))).isFalse();
    answered(asked[0], false);
    assertThat(connection.isIdle()).isTrue();
    assertThat(connection.isOverdue(now.get() + MARGIN, TIME)).isTrue();
  }

  @Test
  void oneThatIsClosedBeforeItHasAnEventLoopIsClosedWhenItGetsOne() throws Exception {
    var unregistered = new EmbeddedChannel(false, false, new ChannelInboundHandlerAdapter());
    var early = new ApiConnection(unregistered, now::get, new byte[0]);
    unregistered.pipeline().addFirst(early);

    early.close();
    assertThat(early.isClosing()).isTrue();
    assertThat(unregistered.isOpen()).isTrue();

    unregistered.register();
    assertThat(unregistered.isOpen()).isFalse();
  }
}
