package io.mailhelm.smtp.wire;

import java.util.Arrays;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * Configures every TLS engine of the server: the algorithms it agrees to, and bounds on what a
 * client can make it compute and keep. With a finite field (DHE) a client makes the server compute
 * for tens of milliseconds and computes nothing itself, so clients get elliptic curves alone; each
 * has had them for years.
 */
public final class TlsAlgorithms {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"}; // RFC 8996, RFC 8314 §4.1
  private static final String[] ACCEPTED = {"x25519", "secp256r1", "secp384r1"};

  /**
   * An old server may have nothing else, and to send in clear instead would be worse. It is we who
   * call, so its groups cost us no more than connections we chose to make.
   */
  private static final String[] CALLED = {
    "x25519", "secp256r1", "secp384r1", "ffdhe2048", "ffdhe3072"
  };

  /**
   * Sessions that a server keeps for clients that take no ticket. Those that do, which is nearly
   * all, hold their session themselves.
   */
  static final int SESSIONS = 32;

  private static final int SESSION_SECONDS = 3_600;

  /** Signature algorithms that a client may name: there are some thirty in all. */
  static final int MOST_SIGNATURES = 64;

  private TlsAlgorithms() {}

  /** An engine for a client that connected. */
  public static SSLEngine accepting(SSLContext context) {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    accept(engine);
    return engine;
  }

  /** The same for an engine of the server's side that somebody else made. */
  public static void accept(SSLEngine engine) {
    var parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setNamedGroups(ACCEPTED);
    parameters.setCipherSuites(
        Arrays.stream(parameters.getCipherSuites())
            .filter(suite -> !suite.startsWith("TLS_DHE_"))
            .toArray(String[]::new));
    engine.setSSLParameters(parameters);
  }

  /**
   * An engine for a server that we call.
   *
   * @param port with the host, what a session may be resumed by
   */
  public static SSLEngine calling(SSLContext context, String host, int port) {
    var engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setNamedGroups(CALLED);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Bounds what the sessions of clients take, and for how long they can be resumed. */
  public static void bound(SSLSessionContext sessions) {
    sessions.setSessionCacheSize(SESSIONS);
    sessions.setSessionTimeout(SESSION_SECONDS);
  }

  /**
   * Whether a client names more signature algorithms than there are: a session keeps every name it
   * was told, and the platform takes thousands.
   *
   * @param engine that shakes hands
   */
  public static boolean namesTooMany(SSLEngine engine) {
    return !engine.getUseClientMode()
        && engine.getHandshakeSession() instanceof ExtendedSSLSession session
        && session.getPeerSupportedSignatureAlgorithms().length > MOST_SIGNATURES;
  }
}
