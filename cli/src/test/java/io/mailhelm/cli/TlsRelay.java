package io.mailhelm.cli;

import io.mailhelm.config.KeyPem;
import io.mailhelm.keys.PemPair;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A relay on loopback that takes mail under STARTTLS, with a certificate of the test's. */
final class TlsRelay implements AutoCloseable {
  private static final char[] PASSWORD = "test".toCharArray();

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final SSLContext tls;
  private final AtomicInteger messages = new AtomicInteger();

  TlsRelay(PemPair certificate) throws IOException {
    tls = context(certificate);
    Thread.ofPlatform().daemon().name("relay").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Taken so far. */
  int messages() {
    return messages.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        socket.setSoTimeout(20_000);
        converse(socket, "220 relay.example");
      } catch (IOException e) {
        // The peer went, as it does where it does not trust the certificate.
      }
    }
  }

  private void converse(Socket socket, String greeting) throws IOException {
    var lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    if (!greeting.isEmpty()) {
      say(socket, greeting);
    }
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      switch (line.split(" ")[0]) {
        case "EHLO" ->
            say(
                socket,
                socket instanceof SSLSocket
                    ? "250 relay.example"
                    : "250-relay.example\r\n250 STARTTLS");
        case "STARTTLS" -> {
          say(socket, "220 go on");
          secured(socket);
          return;
        }
        case "DATA" -> {
          say(socket, "354 go on");
          while (!".".equals(lines.readLine())) {}
          messages.incrementAndGet();
          say(socket, "250 2.0.0 taken");
        }
        default -> say(socket, "250 2.0.0 yes");
      }
    }
  }

  private void secured(Socket socket) throws IOException {
    try (var secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true)) {
      secure.setUseClientMode(false);
      converse(secure, "");
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static SSLContext context(PemPair pair) throws IOException {
    try {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pair.certificate().getBytes(StandardCharsets.US_ASCII)))
              .toArray(Certificate[]::new);
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var key = new KeyPem("relay", pair.certificate(), pair.privateKey()).readPrivateKey();
      store.setKeyEntry("relay", key, PASSWORD, chain);
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has TLS", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
