package io.mailhelm.smtp.fake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that sends exactly what it is told, right or wrong. */
public final class WireClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private Socket socket;
  private InputStream in;

  public WireClient(int port) throws IOException {
    this(port, InetAddress.getLoopbackAddress());
  }

  /** From that address of the loopback network. */
  public WireClient(int port, InetAddress from) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends octets, one for each character up to U+00FF. */
  public void send(String octets) throws IOException {
    send(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
  }

  /** A line without its CRLF; at the end of the stream {@code <closed>}. */
  public String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int octet;
      try {
        octet = in.read();
      } catch (java.net.SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        octet = -1; // reset: closed as well
      }
      if (octet < 0) {
        return line.size() == 0 ? "<closed>" : line.toString(StandardCharsets.UTF_8) + "<closed>";
      }
      if (octet == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(octet);
    }
  }

  /** A whole reply, its lines joined by LF. */
  public String reply() throws IOException {
    var reply = new StringBuilder();
    while (true) {
      var line = line();
      reply.append(reply.isEmpty() ? "" : "\n").append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  /** Sends a line and takes the reply. */
  public String ask(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  /** Shakes hands, trusting anybody. */
  public SSLSession startTls(String host, String... protocols) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAnybody()}, new SecureRandom());
      var tls =
          (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
      var parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      if (protocols.length > 0) {
        parameters.setProtocols(protocols);
      }
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      socket = tls;
      in = new BufferedInputStream(tls.getInputStream());
      return tls.getSession();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks for new keys (RFC 8446 §4.6.3). */
  public void updateKeys() throws IOException {
    ((SSLSocket) socket).startHandshake();
  }

  /** Sends no more, and still reads. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Takes any certificate. */
  public static final class TrustAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
