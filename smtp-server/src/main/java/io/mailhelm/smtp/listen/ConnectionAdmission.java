package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.ReplyBuffer;
import io.mailhelm.smtp.wire.PlainTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Decides whether a connection gets a session: it reads the PROXY header where one is due, and
 * applies the limits.
 */
final class ConnectionAdmission {
  private final ListenerContext shared;
  private final Listener listener;
  private final PlainTransport plain;
  private final InputBuffer input;
  private final InetAddress peer;
  private final InetAddress local;

  ConnectionAdmission(
      ListenerContext shared,
      Listener listener,
      SocketChannel channel,
      PlainTransport plain,
      InputBuffer input)
      throws IOException {
    this.shared = shared;
    this.listener = listener;
    this.plain = plain;
    this.input = input;
    this.peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    this.local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
  }

  /** Who the client is and which address of ours it came to. */
  record Admitted(InetAddress client, InetAddress local) {}

  /** Lets the peer in, counted for its address, or turns it away with a 421. */
  Optional<Admitted> admit() throws IOException {
    if (shared.draining().get()) {
      return refuse(Replies.SHUTTING_DOWN, "draining", peer);
    }
    var admitted = behindProxy();
    if (admitted.isEmpty()) {
      return refuse(Replies.NOT_A_PROXY, "proxy", peer);
    }
    var client = admitted.get().client();
    var limits = shared.live().current().config().server().limits();
    return shared.counts().enter(client, limits.connectionsPerAddress())
        ? admitted
        : refuse(Replies.TOO_MANY_FROM_ADDRESS, "connectionsPerAddress", client);
  }

  /** Refuses the connection because there are too many in all. */
  void refuseForRoom() throws IOException {
    refuse(Replies.TOO_MANY_CONNECTIONS, "connections", peer);
  }

  private Optional<Admitted> refuse(Reply reply, String limit, InetAddress who) throws IOException {
    shared.observer().on(new Event.Refused(listener.name(), who, limit));
    if (listener.tls() != Listener.Tls.Implicit) { // a reply in clear would be no TLS record
      var out = new ReplyBuffer();
      reply.writeTo(out);
      plain.write(out.octets(), 0, out.length());
    }
    plain.finish();
    return Optional.empty();
  }

  private Optional<Admitted> behindProxy() throws IOException {
    if (listener.trustedProxies().isEmpty()) {
      return Optional.of(new Admitted(peer, local));
    }
    if (listener.trustedProxies().stream().noneMatch(cidr -> cidr.contains(peer))) {
      return Optional.empty();
    }
    while (true) {
      switch (ProxyHeader.parse(input.octets(), input.to())) {
        case ProxyHeader.Result.Incomplete incomplete -> {
          if (input.readFrom(plain, false) < 0) {
            return Optional.empty();
          }
        }
        case ProxyHeader.Result.Malformed malformed -> {
          return Optional.empty();
        }
        case ProxyHeader.Result.Local(int length) -> {
          input.consumedTo(length);
          return Optional.of(new Admitted(peer, local));
        }
        case ProxyHeader.Result.Proxied(int length, InetAddress client, InetAddress server) -> {
          input.consumedTo(length);
          return Optional.of(new Admitted(client, server));
        }
      }
    }
  }
}
