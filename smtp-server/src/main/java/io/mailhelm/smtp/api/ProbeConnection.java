package io.mailhelm.smtp.api;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.listen.HeldConnections;
import io.mailhelm.smtp.listen.HeldSocket;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.web.RequestReader;
import io.mailhelm.smtp.web.WebRefusedException;
import io.mailhelm.smtp.web.WebRequest;
import io.mailhelm.smtp.web.WebResponse;
import io.mailhelm.smtp.wire.Deadlines;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.function.Function;

/** One connection to the probe port, with a thread of its own: one request, one answer. */
final class ProbeConnection implements Runnable {
  private final Shared shared;
  private final SocketChannel channel;
  private final HeldSocket held;

  /** What all connections share. */
  record Shared(
      HeldConnections connections,
      HttpLimits limits,
      Deadlines deadlines,
      Observer observer,
      Function<WebRequest, WebResponse> answers) {}

  ProbeConnection(Shared shared, SocketChannel channel) {
    this.shared = shared;
    this.channel = channel;
    this.held = new HeldSocket(channel, shared.limits().requestTimeout());
  }

  @Override
  public void run() {
    try (channel;
        var watch = held.watch(shared.deadlines())) {
      var peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      shared.connections().enter(peer, held, shared.limits());
      if (channel.isOpen()) {
        serve(watch);
      }
    } catch (IOException e) {
      // whoever asked is gone, or was closed for others
    } catch (RuntimeException | Error e) {
      shared.observer().on(new Event.Failed("probes", e));
    } finally {
      shared.connections().leave(held);
    }
  }

  private void serve(Deadlines.Watch watch) throws IOException {
    var transport = held.transport();
    var bodiless = false;
    WebResponse answer;
    try {
      var request = new RequestReader(transport).read();
      held.asked();
      bodiless = request.isHead();
      answer = shared.answers().apply(request);
    } catch (WebRefusedException e) {
      answer = e.answer();
    }
    var octets = answer.octets(Instant.now(), bodiless);
    transport.write(octets, 0, octets.length);
    transport.finish();
    held.linger(watch);
  }
}
