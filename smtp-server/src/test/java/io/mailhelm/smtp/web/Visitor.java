package io.mailhelm.smtp.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A client of the platform's TLS that knows one root and where the server is: names are sent and
 * verified, and never looked up.
 */
final class Visitor {
  private final SSLContext context;
  private final int port;

  Visitor(X509Certificate root, int port) {
    this.port = port;
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("root", root);
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * What came back.
   *
   * @param head the status line and the header
   */
  record Got(int status, String head, String body) {
    static Got of(String all) {
      int end = all.indexOf("\r\n\r\n");
      return new Got(
          Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
    }
  }

  /** A connection; the certificate must be for {@code name}. */
  SSLSocket connect(String name) throws IOException {
    return connect(name, true);
  }

  /** A connection, which asks for a name by SNI and may take whatever is shown. */
  SSLSocket connect(String name, boolean verified) throws IOException {
    var plain = new Socket(InetAddress.getLoopbackAddress(), port);
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
    socket.setSoTimeout(20_000);
    if (verified) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  Got get(String host, String path) throws IOException {
    return ask(host, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  Got post(String host, String path, String body) throws IOException {
    return ask(
        host,
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, host, body.getBytes(StandardCharsets.UTF_8).length, body));
  }

  /** Sends octets and reads all that comes. */
  Got ask(String name, String request) throws IOException {
    try (var socket = connect(name)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return Got.of(all(socket));
    }
  }

  /** As {@link #ask}, whatever certificate is shown. */
  Got askUnverified(String name, String request) throws IOException {
    try (var socket = connect(name, false)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return Got.of(all(socket));
    }
  }

  static String all(Socket socket) throws IOException {
    var octets = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(octets);
    return octets.toString(StandardCharsets.UTF_8);
  }
}
