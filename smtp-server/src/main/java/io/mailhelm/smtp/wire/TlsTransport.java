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
 * TLS over another transport. The engine rather than a socket: the reading side can end (a deadline
 * passed) while the 421 still goes out.
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

  private static final int SMALL = 2_048;
  private static final int HANDSHAKE = 22; // a record's type (RFC 8446 §5.1)
  private static final int RECORD_HEADER = 5;
  private final Transport below;
  private final SSLEngine engine;
  private byte[] incoming;
  private int incomingFrom;
  private int incomingTo;
  private ByteBuffer clear = ByteBuffer.allocate(0);
  private boolean shaking;
  private int shaken;
  private IntPredicate room = octets -> octets <= MOST_SHAKEN;

  /**
   * @param engine of either side
   * @param first what was read from {@code below} already
   */
  public TlsTransport(Transport below, SSLEngine engine, byte[] first) {
    this.below = below;
    this.engine = engine;
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
      wrap(ByteBuffer.allocate(0));
    }
  }

  private void progress() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> compute(engine.getDelegatedTask());
        case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
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
  private static void compute(Runnable task) {
    Computation.HANDSHAKES.ofUnfailing(
        () -> {
          task.run();
          return task;
        });
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!clear.hasRemaining()) {
      if (engine.isInboundDone() || !unwrap()) {
        return -1;
      }
      if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        afterHandshake();
      }
    }
    int count = Math.min(length, clear.remaining());
    clear.get(into, offset, count);
    return count;
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

  /** Decrypts one record, reading as much as that takes; false at the end of the stream. */
  private boolean unwrap() throws IOException {
    while (true) {
      if (incomingFrom < incomingTo) {
        count();
        var source = ByteBuffer.wrap(incoming, incomingFrom, incomingTo - incomingFrom);
        // what is decrypted is shorter than what came, but the engine may want more room than that
        var plain = ByteBuffer.allocate(source.remaining());
        var result = engine.unwrap(source, plain);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
          plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
          result = engine.unwrap(source, plain);
        }
        if (shaking && source.position() > incomingFrom) {
          shaken += source.position() - incomingFrom;
        }
        incomingFrom = source.position();
        if (result.getStatus() == Status.CLOSED) {
          return false;
        }
        if (result.getStatus() == Status.OK) {
          plain.flip();
          if (plain.hasRemaining()) {
            clear = plain;
          }
          return true;
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
          throw new SSLException("a record larger than TLS has");
        }
      }
      if (!fill()) {
        return false;
      }
    }
  }

  /** A record of a client's side of the handshake is counted before any of it is read. */
  private void count() throws SSLException {
    if (!shaking || incomingTo - incomingFrom < RECORD_HEADER) {
      return;
    }
    int length = (incoming[incomingFrom + 3] & 0xff) << 8 | incoming[incomingFrom + 4] & 0xff;
    if (incoming[incomingFrom] == HANDSHAKE && !room.test(shaken + length)) {
      throw new SSLException("the client says more of itself than there is memory for");
    }
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
      wrap(ByteBuffer.allocate(0));
    }
    below.finish();
  }
}
