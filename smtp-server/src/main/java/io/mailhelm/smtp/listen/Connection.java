package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.ReplyBuffer;
import io.mailhelm.smtp.receive.ConnectionSecurity;
import io.mailhelm.smtp.receive.Conversation;
import io.mailhelm.smtp.receive.InFlight;
import io.mailhelm.smtp.receive.MemoryHolder;
import io.mailhelm.smtp.receive.Peer;
import io.mailhelm.smtp.threads.EndedThreads;
import io.mailhelm.smtp.wire.AddressKey;
import io.mailhelm.smtp.wire.PlainTransport;
import io.mailhelm.smtp.wire.TlsTransport;
import io.mailhelm.smtp.wire.Transport;
import io.mailhelm.smtp.wire.Turn;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;

/**
 * A client's connection, with a thread of its own: it reads, lets the conversation answer, and
 * writes when there is nothing left to read. {@link #check} and {@link #stop} may be called from
 * other threads.
 */
final class Connection implements Runnable {
  private static final Duration LINGER = Duration.ofSeconds(2);

  /**
   * Octets of heap that TLS takes of a connection: its engine with keys and ciphers (25 KiB as
   * measured), and a record that has not come whole (RFC 8446 §5.2).
   */
  static final int TLS_OCTETS = 48 << 10;

  /** Octets of a client's side of a handshake whose memory is counted there already. */
  private static final int USUAL_HANDSHAKE = 2 << 10;

  /** Octets that an engine keeps of each further octet of a ClientHello, as measured. */
  private static final int KEPT_OF_HELLO = 14;

  private final ListenerContext shared;
  private final Listener listener;
  private final SocketChannel channel;
  private final Turn turn;
  private final PlainTransport plain;
  private final String session = SessionIds.next();
  private final Deadline deadline = new Deadline();
  private final InputBuffer input;
  private final TlsMemory.Share tlsShare;
  private final ReplyBuffer out = new ReplyBuffer();
  private Transport transport;
  private volatile Optional<InFlight> inFlight = Optional.empty();
  private volatile boolean stopping;
  private volatile boolean working;

  Connection(ListenerContext shared, Listener listener, SocketChannel channel) {
    this(shared, listener, channel, new Turn());
  }

  /**
   * @param turn after which others have theirs
   */
  Connection(ListenerContext shared, Listener listener, SocketChannel channel, Turn turn) {
    this.shared = shared;
    this.listener = listener;
    this.channel = channel;
    this.turn = turn;
    this.plain = new PlainTransport(channel, turn);
    this.transport = plain;
    this.input = new InputBuffer(shared.conversations().inTransit().share(InputBuffer.SMALL));
    this.tlsShare = shared.tlsMemory().share(ListenerKind.of(listener));
  }

  @Override
  public void run() {
    try (channel;
        tlsShare;
        input) {
      var limits = shared.live().current().config().server().limits();
      deadline.moved(limits, 0, false);
      shared.watchdog().add(this);
      // replies are small and awaited: with Nagle each would wait for the one before
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var entry = new ConnectionAdmission(shared, listener, channel, plain, input);
      if (!shared.counts().enter(listener, DescriptorShares.of(limits).smtp())) {
        entry.refuseForRoom();
        return;
      }
      try {
        entry.admit().ifPresent(this::serve);
      } finally {
        shared.counts().leave(listener);
      }
    } catch (IOException e) {
      // the peer is gone before a session began: there is nobody to tell
    } catch (RuntimeException | Error e) { // no memory, for one: the others go on
      failed("connection ", e);
    } finally {
      shared.watchdog().remove(this);
    }
  }

  private void serve(ConnectionAdmission.Admitted admitted) {
    var peer = new Peer(admitted.client(), admitted.local(), listener, session);
    tlsShare.heldBy(MemoryHolder.of(peer.address()));
    shared.observer().on(new Event.Connected(session, listener.name(), peer.address()));
    String reason = "failed";
    try {
      reason = talk(peer);
    } catch (HandshakeFailedException e) {
      reason = deadline.isPassed() ? "timeout" : e.getMessage();
      leaveWithAlert();
    } catch (IOException e) {
      reason = deadline.isPassed() ? "timeout" : "connection lost";
    } finally {
      shared.counts().leave(admitted.client());
      shared
          .observer()
          .on(
              new Event.Disconnected(
                  session, listener.name(), plain.received(), plain.sent(), reason));
    }
  }

  private String talk(Peer peer) throws IOException {
    boolean isImplicit = listener.tls() == Listener.Tls.Implicit;
    var security = isImplicit ? shakeHands(peer) : ConnectionSecurity.NONE;
    var conversation =
        shared.conversations().begin(peer, security, out, () -> tlsShare.mayHold(TLS_OCTETS));
    try {
      inFlight = Optional.of(conversation.inFlight());
      if (stopping) {
        conversation.inFlight().stop();
        conversation.end(Replies.SHUTTING_DOWN, out);
      }
      return loop(conversation, peer);
    } catch (RuntimeException | Error e) {
      failed("session ", e);
      conversation.end(Replies.INTERNAL, out);
      flush();
      return "internal error";
    } finally {
      conversation.close();
    }
  }

  private String loop(Conversation conversation, Peer peer) throws IOException {
    long answered = -1;
    boolean talked = false;
    while (true) {
      working = true;
      input.consumedTo(conversation.feed(input.octets(), input.from(), input.to(), out));
      turn.spend(0); // however little came, it was looked at
      working = false;
      flush();
      if (!talked && conversation.answered() > 0) {
        talked = true;
        shared.peers().talked(peer.address(), peer.local());
      }
      if (conversation.isOver()) {
        goodbye();
        return Event.Disconnected.ORDERLY;
      }
      if (conversation.isTlsNext()) {
        conversation.secured(shakeHands(peer));
        answered = -1;
      }
      if (conversation.answered() != answered) {
        answered = conversation.answered();
        deadline.moved(
            shared.live().current().config().server().limits(),
            conversation.receiving(),
            conversation.inFlight().isOpen());
      }
      if (conversation.isPaused()) {
        working = true;
        turn.end();
        continue;
      }
      input.heldBy(conversation.holder());
      int count = input.readFrom(transport, conversation.isReceiving());
      if (count == InputBuffer.NO_MEMORY) {
        return end(conversation, Replies.NO_MEMORY, "no memory");
      }
      if (count < 0) {
        return ended(conversation);
      }
    }
  }

  /** A class that could not be made once is not made again: no later session would fare better. */
  private void failed(String what, Throwable fault) {
    if (fault instanceof LinkageError) {
      EndedThreads.add("smtp-sessions", fault);
    }
    shared.observer().on(new Event.Failed(what + session, fault));
  }

  /** No more comes: the peer closed, or the reading side was shut to wake this thread. */
  private String ended(Conversation conversation) throws IOException {
    var reply = why(conversation);
    if (reply.isEmpty()) {
      return "closed by peer";
    }
    return end(conversation, reply.get(), reply.get() == Replies.TIMEOUT ? "timeout" : "shutdown");
  }

  private String end(Conversation conversation, Reply reply, String reason) throws IOException {
    conversation.end(reply, out);
    flush();
    goodbye();
    return reason;
  }

  private Optional<Reply> why(Conversation conversation) {
    if (deadline.isPassed()) {
      return Optional.of(Replies.TIMEOUT);
    }
    return conversation.inFlight().isStopped()
        ? Optional.of(Replies.SHUTTING_DOWN)
        : Optional.empty();
  }

  /**
   * What the peer still sends is read on for a moment: closing a socket with unread octets resets
   * the connection, and the last reply would be lost with it. The engine is not needed for that.
   */
  private void goodbye() throws IOException {
    transport.finish();
    transport = plain;
    tlsShare.close();
    input.clear();
    deadline.linger(LINGER);
    while (plain.read(input.octets(), 0, input.octets().length) >= 0) {
      // dropped
    }
  }

  /** The alert that says why (RFC 8446 §6) is a last reply too. */
  private void leaveWithAlert() {
    try {
      goodbye();
    } catch (IOException e) {
      // the peer is gone: there is nobody to tell
    }
  }

  private boolean mayShake(int octets) {
    return tlsShare.hold(TLS_OCTETS + (long) KEPT_OF_HELLO * Math.max(0, octets - USUAL_HANDSHAKE));
  }

  /** Until the client begins, nothing is drawn for it: a silent connection is a connection only. */
  private ConnectionSecurity shakeHands(Peer peer) throws IOException {
    deadline.shaking(shared.live().current().config().server().limits());
    if (input.from() == input.to() && input.readFrom(plain, false) < 0) {
      throw new HandshakeFailedException("TLS handshake: the client closed before it");
    }
    if (!tlsShare.hold(TLS_OCTETS)) {
      throw new HandshakeFailedException("no memory for TLS"); // and no way to tell the client
    }
    var engine = shared.tls().engine(shared.live().current().certificates());
    var tls = new TlsTransport(plain, engine, input.take(), AddressKey.of(peer.address()), turn);
    ExtendedSSLSession session;
    try {
      session = tls.handshake(this::mayShake);
    } catch (SSLException e) {
      throw new HandshakeFailedException(e);
    }
    transport = tls;
    return new ConnectionSecurity(
        session.getProtocol(), session.getCipherSuite(), new TlsBindings(session));
  }

  private void flush() throws IOException {
    if (out.length() > 0) {
      transport.write(out.octets(), 0, out.length());
      out.clear();
    }
  }

  /** The watchdog's look: wakes the thread of an overdue connection, later closes it. */
  void check(long now, boolean crowded) {
    switch (deadline.check(now, crowded, plain.received())) {
      case FINE -> {}
      case PASSED -> shutInput();
      case LONG_PASSED -> closeQuietly();
    }
  }

  /** What it holds for TLS. */
  TlsMemory.Share tlsShare() {
    return tlsShare;
  }

  /** As {@link Deadline#unused}; what the server does for the client is use as well. */
  long unused(long now) {
    return working ? -1 : deadline.unused(now);
  }

  /** Whether it is ending, or about to. */
  boolean isOver() {
    return deadline.isPassed();
  }

  /** Others need what it holds: it ends as one that is overdue. */
  void end() {
    deadline.pass();
    shutInput();
  }

  /** The server is being drained: the session ends as soon as no transaction is open. */
  void stop() {
    stopping = true;
    if (inFlight.isPresent() && inFlight.get().stop()) {
      shutInput();
    }
  }

  void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private void shutInput() {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      closeQuietly();
    }
  }
}
