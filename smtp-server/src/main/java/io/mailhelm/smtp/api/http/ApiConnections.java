package io.mailhelm.smtp.api.http;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.listen.HeldConnections;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.observe.Event;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections to both APIs, limits them, and closes those that are overdue. The HTTP
 * library counts a connection once its handshake is done and knows no addresses, so they are
 * counted where they are accepted: behind each port that listens stands a handler of ours.
 * Thread-safe.
 */
@ApplicationScoped
class ApiConnections {
  /** How often it is looked for ports that opened and for requests that are overdue. */
  private static final long PERIOD_MILLIS = 500;

  private static final String NAME = "mailhelm-connections";

  private final ApiContext node;
  private final VertxInternal vertx;
  private final byte[] tooSlow;
  private final Map<Ends, ApiConnection> open = new ConcurrentHashMap<>();

  /** What tells a connection from every other that is open. */
  private record Ends(InetSocketAddress peer, int port) {}

  ApiConnections(ApiContext node, Vertx vertx, ProblemWriter answers) {
    this.node = node;
    this.tooSlow = answers.write(RequestTimeout.DETAILS).getBytes(StandardCharsets.UTF_8);
    this.vertx = (VertxInternal) vertx;
  }

  /** From now on every port of the HTTP library is watched over. */
  void watch() {
    look();
    vertx.setPeriodic(PERIOD_MILLIS, timer -> look());
  }

  /** The management API's port is opened by the HTTP library itself. */
  void opened(@ObservesAsync HttpServerStart start) {
    look();
  }

  private void look() {
    vertx
        .getAcceptorEventLoopGroup()
        .forEach(loop -> loop.execute(() -> guard((SingleThreadEventLoop) loop)));
    long now = System.nanoTime();
    var time = limits().requestTimeout();
    open.values().stream()
        .filter(connection -> connection.isOverdue(now, time))
        .forEach(connection -> connection.closeOverdue(tooSlow));
  }

  private static boolean isUnguarded(Channel channel) {
    return channel instanceof ServerSocketChannel && channel.pipeline().get(NAME) == null;
  }

  private void guard(SingleThreadEventLoop loop) {
    loop.registeredChannelsIterator()
        .forEachRemaining(
            channel -> {
              if (isUnguarded(channel)) {
                channel.pipeline().addFirst(NAME, new Accepted());
              }
            });
  }

  private HttpLimits limits() {
    var limits = node.live().current().config().server().limits();
    return limits.http().atMost(DescriptorShares.of(limits).http());
  }

  /** Sees every connection of one port when it is taken. */
  private final class Accepted extends ChannelInboundHandlerAdapter {
    private final HeldConnections held = new HeldConnections();

    @Override
    public void channelRead(ChannelHandlerContext context, Object taken) {
      var channel = (Channel) taken;
      if (channel.remoteAddress() instanceof InetSocketAddress peer
          && channel.localAddress() instanceof InetSocketAddress local
          && enter(channel, new Ends(peer, local.getPort())).isClosing()) {
        channel.unsafe().closeForcibly(); // it has no event loop, and gets none
        return;
      }
      context.fireChannelRead(taken);
    }

    private ApiConnection enter(Channel channel, Ends ends) {
      var connection = new ApiConnection(channel);
      channel.pipeline().addFirst(connection);
      open.put(ends, connection);
      channel.closeFuture().addListener(closed -> left(ends, connection));
      held.enter(ends.peer().getAddress(), connection, limits())
          .ifPresent(
              limit -> node.observer().on(new Event.Refused(name(ends), address(ends), limit)));
      if (connection.isClosing() || !channel.isOpen()) {
        left(ends, connection);
      }
      return connection;
    }

    private void left(Ends ends, ApiConnection connection) {
      open.remove(ends, connection);
      held.leave(connection);
    }
  }

  private static InetAddress address(Ends ends) {
    return ends.peer().getAddress();
  }

  private String name(Ends ends) {
    var mailApi = node.mailApi().port();
    return (ends.port() == mailApi ? Api.MAIL_API : Api.MANAGEMENT).listener();
  }

  /** The head of a request is here; its connection is busy until its answer is taken. */
  void asked(RoutingContext request) {
    of(request.request())
        .ifPresent(
            connection -> {
              connection.asked(request.request());
              request.addEndHandler(
                  end ->
                      connection.whenTaken(
                          taken ->
                              connection.answered(
                                  request.request(), taken, ProblemWriter.isLast(request))));
            });
  }

  /**
   * Runs something once the answer to a request has been taken by the operating system whole, or
   * its connection has ended: its end only says that all of it was written.
   */
  void whenTaken(RoutingContext request, Runnable then) {
    var connection = of(request.request());
    request.addEndHandler(
        end -> connection.ifPresentOrElse(open -> open.whenTaken(taken -> then.run()), then));
  }

  private Optional<ApiConnection> of(HttpServerRequest request) {
    var peer = request.remoteAddress();
    var address = new InetSocketAddress(RequestChecks.peer(request), peer.port());
    return Optional.ofNullable(open.get(new Ends(address, request.localAddress().port())));
  }
}
