package io.mailhelm.smtp.web;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.listen.HeldConnections;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.web.WebServer.Shared;
import io.mailhelm.smtp.wire.PlainTransport;
import io.mailhelm.smtp.wire.TlsTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** One client's socket and its thread: a handshake, a request, an answer. */
final class WebConnection implements Runnable, HeldConnections.Held {
  /** Octets of a request that was refused which are read, so that the answer is not lost. */
  private static final int MOST_IGNORED = 256 << 10;

  private final Shared shared;
  private final SocketChannel channel;
  private final long since = System.nanoTime();
  private volatile boolean asked;

  WebConnection(Shared shared, SocketChannel channel) {
    this.shared = shared;
    this.channel = channel;
  }

  @Override
  public void run() {
    var limits = shared.limits();
    try (channel;
        var watch = shared.deadlines().over(channel, since + time(limits).toNanos())) {
      var peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      shared
          .connections()
          .enter(peer, this, limits)
          .ifPresent(limit -> shared.observer().on(new Event.Refused(WebServer.NAME, peer, limit)));
      if (channel.isOpen()) {
        serve();
      }
    } catch (IOException e) {
      // What a stranger does to its own connection is nothing to tell of.
    } catch (RuntimeException | Error e) {
      shared.observer().on(new Event.Failed("web", e));
    } finally {
      shared.connections().leave(this);
    }
  }

  private Duration time(HttpLimits limits) {
    return limits.requestTimeout().compareTo(shared.time()) < 0
        ? limits.requestTimeout()
        : shared.time();
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

  private void serve() throws IOException {
    var snapshot = shared.live().current();
    var transport =
        new TlsTransport(
            new PlainTransport(channel), shared.tls().engine(snapshot.certificates()), new byte[0]);
    answer(transport, handshake(transport), snapshot);
    transport.finish();
    asked = false;
    ignore();
  }

  private static SSLSession handshake(TlsTransport transport) throws IOException {
    try {
      return transport.handshake();
    } catch (RuntimeException e) { // the platform's engine throws these too, at odd octets
      throw new SSLException(e);
    }
  }

  private void answer(TlsTransport transport, SSLSession session, Snapshot snapshot)
      throws IOException {
    var bodiless = false;
    Site.Visit visit;
    try {
      var request = new RequestReader(transport).read();
      asked = true;
      bodiless = request.isHead();
      visit = visit(request, session, snapshot);
    } catch (RefusedException e) {
      visit = new Site.Visit(Page.OTHER, e.answer());
    }
    shared.observer().on(new Event.Visited(visit.page(), visit.answer().status()));
    var octets = visit.answer().octets(shared.clock().instant(), bodiless);
    transport.write(octets, 0, octets.length);
  }

  private Site.Visit visit(Request request, SSLSession session, Snapshot snapshot) {
    try {
      var shown = (X509Certificate) session.getLocalCertificates()[0];
      return new Site(snapshot.directory(), shown).visit(request);
    } catch (RuntimeException e) {
      shared.observer().on(new Event.Failed("web", e));
      return new Site.Visit(Page.OTHER, Answer.sentence(500, "this went wrong on our side"));
    }
  }

  /** To close on a client that still writes would take the answer from it (RFC 9112 §9.6). */
  private void ignore() throws IOException {
    var rest = ByteBuffer.allocate(8 << 10);
    for (int ignored = 0; ignored < MOST_IGNORED; ) {
      rest.clear();
      int count = channel.read(rest);
      if (count < 0) {
        return;
      }
      ignored += count;
    }
  }
}
