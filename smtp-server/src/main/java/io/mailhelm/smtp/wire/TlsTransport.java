package io.mailhelm.smtp.wire;

import io.mailhelm.smtp.compute.Computation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * A transport with TLS over another transport. It uses an engine rather than a socket, so that the
 * reading side can end (a deadline passed) while the 421 still goes out.
 *
 * <p>Buffers for what comes in are kept only while they hold something, so that an idle connection
 * is small.
 */
public final class TlsTransport implements Transport {
  /**
   * Octets in which a client has to agree to TLS: of what it says of itself the platform keeps 14
   * times as much. Those of today take 2,000, or twice that where they are asked again.
   */
  public static final int MOST_SHAKEN = 8 << 10;

  /**
   * Octets of records without data that a server may send in all, its side of the handshake
   * counted: of a session ticket the platform keeps all and makes a session, and a server may send
   * as many as it likes (RFC 8446 §4.6.1). The longest chain of certificates that the platform
   * takes has half.
   */
  public static final int MOST_OF_A_SERVER = 64 << 10;

  /** The same of a client behind its handshake: it has keys to change, and nothing else. */
  private static final int MOST_OF_A_CLIENT = 8 << 10;

  private static final int SMALL = 2_048;
  private static final int HEADER = 5;
  private static final int HANDSHAKE = 22; // a record's type (RFC 8446 §5.1)
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private final Transport below;
  private final SSLEngine engine;
  private final String peer;
  private final Turn turn;
  private boolean shaking;
  private int shaken;
  private int dataless;
  private IntPredicate room = octets -> octets <= MOST_SHAKEN;
  private byte[] incoming;
  private int incomingFrom;
  private int incomingTo;
  private ByteBuffer clear = NOTHING;

  /**
   * @param engine of either side
   * @param first what was read from {@code below} already
   * @param peer whose handshakes take turns with others' as one: its address
   * @param turn each record counts there, however small: it costs the same
   */
  public TlsTransport(Transport below, SSLEngine engine, byte[] first, String peer, Turn turn) {
    this.below = below;
    this.engine = engine;
    this.peer = peer;
    this.turn = turn;
    this.incoming = first;
    this.incomingTo = first.length;
  }

  /**
   * Shakes hands, with no more memory for what the client says than {@code more} lets it.
   *
   * @param more asked with the octets that the client's side takes up to the next record, before
   *     that is read
   */
  public ExtendedSSLSession handshake(IntPredicate more) throws IOException {
    var bounded = room;
    room = octets -> bounded.test(octets) && more.test(octets);
    return handshake();
  }

  /**
   * Shakes hands.
   *
   * @return what was agreed
   * @throws IOException when the peer does not agree to a protocol, or does not speak TLS
   */
  public ExtendedSSLSession handshake() throws IOException {
    engine.beginHandshake();
    shaking = !engine.getUseClientMode();
    try {
      progress();
      shaking = false;
    } catch (SSLException e) {
      alert();
      throw e;
    }
    return (ExtendedSSLSession) engine.getSession();
  }

  /** Tells the peer what it did wrong (RFC 8446 §6.2), if it still listens. */
  private void alert() throws IOException {
    engine.closeOutbound();
    for (int i = 0; i < 2 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
      wrap(NOTHING);
    }
  }

  private void progress() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          compute(engine.getDelegatedTask());
          if (TlsAlgorithms.namesTooMany(engine)) {
            throw new SSLException("the client names more signature algorithms than there are");
          }
        }
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap(NOTHING)) {
            throw new SSLException("the peer closed in the handshake");
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  /** What takes a private key, most of all. */
  private void compute(Runnable task) {
    var kind =
        engine.getUseClientMode()
            ? Computation.OUTGOING_HANDSHAKES
            : Computation.INCOMING_HANDSHAKES;
    kind.ofUnfailing(
        peer,
        () -> {
          task.run();
          return task;
        });
  }

  /** What small records hold that have come already is read together. */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!clear.hasRemaining()) {
      var wanted = ByteBuffer.wrap(into, offset, length);
      boolean goesOn = true;
      while (goesOn && wanted.position() == offset && !clear.hasRemaining()) {
        goesOn = next(wanted);
      }
      while (goesOn && wanted.hasRemaining() && !clear.hasRemaining() && isRecordHeld()) {
        goesOn = next(wanted);
      }
      int count = wanted.position() - offset;
      if (count > 0 || !goesOn) {
        return count > 0 ? count : -1;
      }
    }
    int count = Math.min(length, clear.remaining());
    clear.get(into, offset, count);
    return count;
  }

  /** One record more, of whatever kind; false at the end. */
  private boolean next(ByteBuffer into) throws IOException {
    if (engine.isInboundDone() || !unwrap(into)) {
      return false;
    }
    if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      afterHandshake();
    }
    return true;
  }

  /** TLS 1.3 exchanges keys again by itself; renegotiation in 1.2 is only ever an attack here. */
  private void afterHandshake() throws IOException {
    if (engine.isInboundDone()) {
      return;
    }
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      throw new SSLException("no renegotiation");
    }
    progress();
  }

  /**
   * Decrypts one record, reading as much as that takes; false at the end of the stream.
   *
   * @param into takes what it holds, if there is room for that; else {@link #clear} does
   */
  private boolean unwrap(ByteBuffer into) throws IOException {
    while (true) {
      if (incomingFrom < incomingTo) {
        var status = decrypt(into);
        if (status == Status.BUFFER_OVERFLOW && isRecordHeld()) {
          clear = ByteBuffer.allocate(record());
          status = decrypt(clear);
          clear.flip();
          if (status == Status.BUFFER_OVERFLOW) {
            throw new SSLException("a record larger than TLS has");
          }
        }
        if (status == Status.OK || status == Status.CLOSED) {
          return status == Status.OK;
        }
      }
      if (!fill()) {
        return false;
      }
    }
  }

  private Status decrypt(ByteBuffer into) throws IOException {
    count();
    var source = ByteBuffer.wrap(incoming, incomingFrom, incomingTo - incomingFrom);
    var result = engine.unwrap(source, into);
    incomingFrom = source.position();
    if (result.bytesConsumed() > 0) {
      turn.spend(0);
    }
    if (shaking) {
      shaken += result.bytesConsumed();
    } else if (result.bytesProduced() == 0) {
      dataless += result.bytesConsumed();
      if (dataless > (engine.getUseClientMode() ? MOST_OF_A_SERVER : MOST_OF_A_CLIENT)) {
        throw new SSLException("the peer sends too much that is no data");
      }
    }
    return result.getStatus();
  }

  /** A record of a client's side of the handshake is counted before any of it is read. */
  private void count() throws SSLException {
    if (shaking
        && incomingTo - incomingFrom >= HEADER
        && incoming[incomingFrom] == HANDSHAKE
        && !room.test(shaken + record() - HEADER)) {
      throw new SSLException("the client says more of itself than there is memory for");
    }
  }

  /** Whether the next record has come whole. */
  private boolean isRecordHeld() {
    int held = incomingTo - incomingFrom;
    return held >= HEADER && held >= record();
  }

  /** Octets of the next record, by its header (RFC 8446 §5.1). */
  private int record() {
    return HEADER
        + ((incoming[incomingFrom + 3] & 0xff) << 8)
        + (incoming[incomingFrom + 4] & 0xff);
  }

  private boolean fill() throws IOException {
    int held = incomingTo - incomingFrom;
    int wanted = held == 0 ? SMALL : engine.getSession().getPacketBufferSize();
    if (incoming.length < wanted || held == 0 && incoming.length > wanted) {
      var larger = new byte[wanted];
      System.arraycopy(incoming, incomingFrom, larger, 0, held);
      incoming = larger;
    } else if (incomingFrom > 0) {
      System.arraycopy(incoming, incomingFrom, incoming, 0, held);
    }
    incomingFrom = 0;
    incomingTo = held;
    int count = below.read(incoming, incomingTo, incoming.length - incomingTo);
    if (count < 0) {
      return false;
    }
    incomingTo += count;
    return true;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    var source = ByteBuffer.wrap(from, offset, length);
    while (source.hasRemaining()) {
      wrap(source);
    }
  }

  private void wrap(ByteBuffer source) throws IOException {
    var packet = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var result = engine.wrap(source, packet);
    turn.spend(0);
    below.write(packet.array(), 0, packet.position());
    if (result.getStatus() == Status.CLOSED && source.hasRemaining()) {
      throw new SSLException("TLS is closed");
    }
  }

  /** RFC 8446 §6.1: close_notify, so that the peer knows nothing was cut off. */
  @Override
  public void finish() throws IOException {
    engine.closeOutbound();
    while (!engine.isOutboundDone() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      wrap(NOTHING);
    }
    below.finish();
  }
}
