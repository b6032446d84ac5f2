package io.mailhelm.smtp.web;

import io.mailhelm.smtp.listen.HeldSocket;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.web.WebServer.Shared;
import io.mailhelm.smtp.wire.AddressKey;
import io.mailhelm.smtp.wire.Deadlines;
import io.mailhelm.smtp.wire.TlsTransport;
import io.mailhelm.smtp.wire.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** A client's connection, with a thread of its own: a handshake, a request, an answer. */
final class WebConnection implements Runnable {
  private final Shared shared;
  private final SocketChannel channel;
  private final HeldSocket held;

  WebConnection(Shared shared, SocketChannel channel) {
    this.shared = shared;
    this.channel = channel;
    this.held = new HeldSocket(channel, time(shared));
  }

  @Override
  public void run() {
    try (channel;
        var watch = held.watch(shared.deadlines())) {
      var peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      shared
          .connections()
          .enter(peer, held, shared.limits())
          .ifPresent(limit -> shared.observer().on(new Event.Refused(WebServer.NAME, peer, limit)));
      if (channel.isOpen()) {
        serve(peer, watch);
      }
    } catch (IOException e) {
      // What a stranger does to its own connection is nothing to tell of.
    } catch (RuntimeException | Error e) {
      shared.observer().on(new Event.Failed("web", e));
    } finally {
      shared.connections().leave(held);
    }
  }

  private static Duration time(Shared shared) {
    var configured = shared.limits().requestTimeout();
    return configured.compareTo(shared.time()) < 0 ? configured : shared.time();
  }

  private void serve(InetAddress peer, Deadlines.Watch watch) throws IOException {
    var snapshot = shared.live().current();
    var transport =
        new TlsTransport(
            held.transport(),
            shared.tls().engine(snapshot.certificates()),
            new byte[0],
            AddressKey.of(peer),
            new Turn());
    answer(transport, handshake(transport), snapshot);
    transport.finish();
    held.linger(watch);
  }

  private static SSLSession handshake(TlsTransport transport) throws IOException {
    try {
      return transport.handshake();
    } catch (RuntimeException e) { // the platform's engine throws these too, at odd octets
      throw new SSLException(e);
    }
  }

  private void answer(TlsTransport transport, SSLSession session, ConfigSnapshot snapshot)
      throws IOException {
    var bodiless = false;
    WebSite.Visit visit;
    try {
      var request = new RequestReader(transport).read();
      held.asked();
      bodiless = request.isHead();
      visit = visit(request, session, snapshot);
    } catch (WebRefusedException e) {
      visit = new WebSite.Visit(WebPage.OTHER, e.answer());
    }
    shared.observer().on(new Event.Visited(visit.page(), visit.answer().status()));
    var octets = visit.answer().octets(shared.clock().instant(), bodiless);
    transport.write(octets, 0, octets.length);
  }

  private WebSite.Visit visit(WebRequest request, SSLSession session, ConfigSnapshot snapshot) {
    try {
      var shown = (X509Certificate) session.getLocalCertificates()[0];
      return new WebSite(snapshot.directory(), shown).visit(request);
    } catch (RuntimeException e) {
      shared.observer().on(new Event.Failed("web", e));
      return new WebSite.Visit(
          WebPage.OTHER, WebResponse.sentence(500, "this went wrong on our side"));
    }
  }
}
