package io.mailhelm.smtp.api;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.listen.HeldConnections;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.web.Answer;
import io.mailhelm.smtp.web.RefusedException;
import io.mailhelm.smtp.web.Request;
import io.mailhelm.smtp.web.RequestReader;
import io.mailhelm.smtp.wire.Deadlines;
import io.mailhelm.smtp.wire.PlainTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** One connection to the port of probes and its thread: a request, an answer. */
final class ProbeConnection implements Runnable, HeldConnections.Held {
  /** For the client to read the answer and hang up. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Shared shared;
  private final SocketChannel channel;
  private volatile long since = System.nanoTime();
  private volatile boolean asked;

  /** What all connections share. */
  record Shared(
      HeldConnections connections,
      HttpLimits limits,
      Deadlines deadlines,
      Observer observer,
      Function<Request, Answer> answers) {}

  ProbeConnection(Shared shared, SocketChannel channel) {
    this.shared = shared;
    this.channel = channel;
  }

  @Override
  public void run() {
    long end = since + shared.limits().requestTimeout().toNanos();
    try (channel;
        var watch = shared.deadlines().over(channel, end)) {
      var peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      shared.connections().enter(peer, this, shared.limits());
      if (channel.isOpen()) {
        serve(watch);
      }
    } catch (IOException e) {
      // whoever asked is gone, or was closed for others
    } catch (RuntimeException | Error e) {
      shared.observer().on(new Event.Failed("probes", e));
    } finally {
      shared.connections().leave(this);
    }
  }

  private void serve(Deadlines.Watch watch) throws IOException {
    var transport = new PlainTransport(channel);
    var bodiless = false;
    Answer answer;
    try {
      var request = new RequestReader(transport).read();
      asked = true;
      bodiless = request.isHead();
      answer = shared.answers().apply(request);
    } catch (RefusedException e) {
      answer = e.answer();
    }
    var octets = answer.octets(Instant.now(), bodiless);
    transport.write(octets, 0, octets.length);
    transport.finish();
    since = System.nanoTime();
    asked = false;
    watch.in(LINGER);
    var rest = ByteBuffer.allocate(1 << 10);
    while (channel.read(rest.clear()) >= 0) {
      // dropped: to close before it is read would take the answer from the client
    }
  }

  @Override
  public boolean isIdle() {
    return !asked;
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
